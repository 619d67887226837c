import type { Choice } from "../../wire/messages";
import { ChoiceSign } from "./ChoiceSign";
import "./choices.css";

/** In the order in which they stand: disagree towards the line's start, agree towards its end, as the arrow keys go. */
export const CHOICES: readonly Choice[] = ["disagree", "pass", "agree"];

export interface ChoicesProps {
  /** The answer that stands, if any. */
  mine: Choice | undefined;
  words: Readonly<Record<Choice, string>>;
  disabled?: boolean;
  onChoose: (choice: Choice) => void;
}

/** Three buttons, not radios: arrow keys on radios would cast votes in passing. */
export const Choices = ({ mine, words, disabled = false, onChoose }: ChoicesProps) => (
  <div class="choices">
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
