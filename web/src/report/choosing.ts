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
  const words = plain(asked.words).split(/\s+/).filter(Boolean);
  return told
    .filter(
      ({ statement, score, prompt }) =>
        (asked.finding === "" || score.finding === asked.finding) &&
        (asked.prompt === 0 || prompt.number === asked.prompt) &&
        (words.length === 0 || isFound(`#${statement.number} ${statement.text}`, words)),
    )
    .sort((one, other) => rank(other, asked.order) - rank(one, asked.order) || one.statement.number - other.statement.number);
};

const isFound = (text: string, words: readonly string[]): boolean => {
  const within = plain(text);
  return words.every((word) => within.includes(word));
};

/** Without case and accents, so that "Zürich" is found by "zurich". */
const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

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
