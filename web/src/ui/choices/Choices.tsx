import type { Choice } from "../../wire/messages";
import { ChoiceSign } from "./ChoiceSign";
import "./choices.css";

/** In the order in which they stand: disagree towards the line's start, agree towards its end, as the arrow keys go. */
export const CHOICES: readonly Choice[] = ["disagree", "pass", "agree"];

interface Props {
  /** The answer that stands, if any. */
  mine: Choice | undefined;
  words: Readonly<Record<Choice, string>>;
  disabled?: boolean;
  /** In a list of many, one line high. */
  compact?: boolean;
  onChoose: (choice: Choice) => void;
}

/** Three buttons, not radios: arrow keys on radios would cast votes in passing. */
export const Choices = ({ mine, words, disabled = false, compact = false, onChoose }: Props) => (
  <div class={compact ? "choices choices--compact" : "choices"}>
    {CHOICES.map((choice) => (
      <button
        key={choice}
        type="button"
        class={`choice choice--${choice}`}
        aria-pressed={mine === choice}
        disabled={disabled}
        onClick={() => onChoose(choice)}
      >
        <ChoiceSign choice={choice} />
        <span>{words[choice]}</span>
      </button>
    ))}
  </div>
);
