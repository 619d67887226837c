import { t } from "../../text";
import type { PromptView } from "../../wire/messages";

/** The prompt in small, over a scene that is about something else. */
export const PromptLine = ({ prompt }: { prompt: PromptView }) => (
  <p class="prompt-line">
    <span class="prompt-line__number">{t("prompt.number", { n: prompt.number })}</span>
    <span class="prompt-line__text" dir="auto">
      {prompt.text}
    </span>
  </p>
);
