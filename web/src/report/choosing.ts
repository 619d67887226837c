import { isFound, wordsIn } from "../view/searching";
import { type Finding, type Told, votesOf } from "./report";

export const ORDERS = ["number", "agreed", "divided", "passed", "votes"] as const;

/** What somebody wants to see of the statements. `prompt` 0 is every prompt, an empty finding every finding. */
export interface Asked {
  words: string;
  finding: Finding | "";
  prompt: number;
  order: (typeof ORDERS)[number];
}

export const NOTHING_ASKED: Asked = { words: "", finding: "", prompt: 0, order: "number" };

/** The statements asked for, in the order asked for; equals stay in the order of their numbers. */
export const chosen = (told: readonly Told[], asked: Asked): Told[] => {
  const words = wordsIn(asked.words);
  return told
    .filter(
      ({ statement, score, prompt }) =>
        (asked.finding === "" || score.finding === asked.finding) &&
        (asked.prompt === 0 || prompt.number === asked.prompt) &&
        isFound(`#${statement.number} ${statement.text}`, words),
    )
    .sort((one, other) => rank(other, asked.order) - rank(one, asked.order) || one.statement.number - other.statement.number);
};

const rank = ({ score }: Told, order: Asked["order"]): number => {
  const { tally } = score;
  switch (order) {
    case "number":
      return 0;
    case "agreed":
      return tally ? (tally.agree + 1) / (votesOf(tally) + 2) : -1;
    case "divided":
      return tally ? score.divisiveness : -1;
    case "passed":
      return tally ? (tally.passed + 1) / (votesOf(tally) + 2) : -1;
    case "votes":
      return tally ? votesOf(tally) : -1;
  }
};
