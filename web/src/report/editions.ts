/** Another report beside this one: last year's, or another city's. It is read from a file and sent nowhere. */

import { grams, muchAlike, resemblance } from "../view/likeness";
import { reportData } from "../view/report-file";
import { everything, type Interval, type Report, type Told } from "./report";

/** The report in a report's file; undefined where there is none, or one of another form. */
export const reportIn = (file: string, form: number): Report | undefined => {
  try {
    const read = reportData(file) as Partial<Report> | null | undefined;
    if (read?.form !== form || !Array.isArray(read.prompts)) return undefined;
    const report = read as Report;
    const { event, edition, attendance } = report;
    const isWhole =
      typeof event.title === "string" &&
      Number.isFinite(new Date(edition.made_ms).getTime()) &&
      typeof attendance.voted === "number" &&
      everything(report).every(hasAll);
    return isWhole ? report : undefined;
  } catch {
    return undefined;
  }
};

/** Whether there is what the table shows of it. */
const hasAll = ({ statement: { text }, score: { agree } }: Told): boolean =>
  typeof text === "string" && (agree === null || (typeof agree.low === "number" && typeof agree.high === "number"));

/** A statement of this report, and the one of the other that says the same. */
export interface Pair {
  readonly here: Told;
  readonly there: Told;
  /** How much more agree here, in the middle of what both allow; undefined where either tells too little. */
  readonly more: number | undefined;
  /** Whether that is more than chance explains: the two intervals do not meet. */
  readonly isApart: boolean;
}

/** What both reports have, what differs most first. Each statement is in one pair at most. */
export const pairs = (here: Report, there: Report): Pair[] => {
  const theirs = everything(there).map((told) => ({ told, grams: grams(told.statement.text) }));
  const candidates = everything(here).flatMap((told) => {
    const own = grams(told.statement.text);
    const least = muchAlike(told.statement.text);
    return theirs
      .map((other) => ({ here: told, there: other.told, likeness: resemblance(own, other.grams) }))
      .filter(({ likeness }) => likeness >= least);
  });
  candidates.sort((one, other) => other.likeness - one.likeness);
  const taken = new Set<Told>();
  return candidates
    .filter((one) => {
      if (taken.has(one.here) || taken.has(one.there)) return false;
      taken.add(one.here).add(one.there);
      return true;
    })
    .map((one) => paired(one.here, one.there))
    .sort((one, other) => distance(other) - distance(one) || one.here.statement.number - other.here.statement.number);
};

const distance = ({ more }: Pair): number => (more === undefined ? -1 : Math.abs(more));

const paired = (here: Told, there: Told): Pair => {
  const [now, then] = [here.score.agree, there.score.agree];
  if (now === null || then === null) return { here, there, more: undefined, isApart: false };
  return { here, there, more: middle(now) - middle(then), isApart: now.low > then.high || now.high < then.low };
};

const middle = ({ low, high }: Interval): number => (low + high) / 2;
