import type { Prompt } from "./report";

/** Where a phone leaves its own votes for the report of the event (participant/ReportReady): they never leave the phone. */
const keptUnder = (code: string): string => `plenary/${code}/report`;

const MARKS: Readonly<Record<string, string>> = { agree: "+", disagree: "-", pass: "0" };

/**
 * The ballot of whoever is looking, found by their votes, which their phone holds: no name stands in the report.
 * Undefined where this is not a phone that voted, or not just one ballot can be that.
 */
export const ownBallot = ({ columns, ballots }: Prompt, code: string): number | undefined => {
  const votes = kept(code);
  if (votes === undefined) return undefined;
  const own = columns.map((number) => MARKS[votes[number] ?? ""] ?? ".");
  if (own.every((mark) => mark === ".")) return undefined;
  const fitting = new Set(ballots.filter((ballot) => own.every((mark, column) => fits(mark, ballot[column] ?? "."))));
  const [found, ...others] = fitting;
  return found === undefined || others.length > 0 ? undefined : ballots.indexOf(found);
};

/** A vote of one's own may stand among the answers that too few gave to be told. */
const fits = (own: string, told: string): boolean => own === told || (told === "?" && own !== ".");

/** By the number of the statement. */
const kept = (code: string): Record<number, string> | undefined => {
  try {
    return JSON.parse(localStorage.getItem(keptUnder(code)) ?? "null") ?? undefined;
  } catch {
    return undefined; // no storage here, or nothing of ours in it
  }
};
