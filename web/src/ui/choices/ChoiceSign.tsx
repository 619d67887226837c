import type { Choice } from "../../wire/messages";

const STROKES: Readonly<Record<Choice, string>> = {
  agree: "M4 13l5 5L20 6",
  disagree: "M6 6l12 12M18 6L6 18",
  pass: "M5 12h14",
};

/** The answer's sign, beside its word: a tick, a cross, a dash. */
export const ChoiceSign = ({ choice }: { choice: Choice }) => (
  <svg class={`choice-sign choice-sign--${choice}`} viewBox="0 0 24 24" aria-hidden="true">
    <path d={STROKES[choice]} />
  </svg>
);
