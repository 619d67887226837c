import type { PromptView } from "../wire/messages";
import type { Cards } from "./cards";
import { asRead } from "./reading";
import { t } from "./later-words";
import "./prompt-tabs.css";

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

/** Which of the open prompts: at the thumb, since a row above the card would move its buttons as a prompt opens. */
export const NowTabs = ({ cards }: { cards: Cards }) =>
  cards.prompt.value ? (
    <PromptTabs
      prompts={cards.open.value}
      shown={cards.prompt.value}
      label={t("prompt.choose")}
      onChoose={cards.choose}
    />
  ) : null;
