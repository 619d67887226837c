import type { PromptView } from "../wire/messages";
import { asRead } from "./reading";
import { t } from "./words";

interface Props {
  prompts: readonly PromptView[];
  shown: PromptView;
  label: string;
  onChoose: (prompt: string) => void;
}

/** Which of several prompts; nothing where there is no choice. The shown one's text stands below, once. */
export const PromptTabs = ({ prompts, shown, label, onChoose }: Props) =>
  prompts.length < 2 ? null : (
    <fieldset class="prompt-tabs">
      <legend class="visually-hidden">{label}</legend>
      {prompts.map((prompt) => (
        <button
          key={prompt.id}
          type="button"
          aria-pressed={prompt.id === shown.id}
          onClick={() => onChoose(prompt.id)}
        >
          {t("prompt.number", { n: prompt.number })}
          <span class="visually-hidden">
            {" "}
            <bdi lang={asRead(prompt).language}>{asRead(prompt).text}</bdi>
          </span>
        </button>
      ))}
    </fieldset>
  );
