/** Whether every statement will have enough votes by the close, at the pace of the last minutes. */

import type { Tally } from "../../view/maps";

/** Below this many votes nothing is said of a statement: the same floor as the analysis' lists have. */
export const FLOOR = 8;

/** How many have answered a statement, whatever the answer; of a desk that is told no small numbers, with those left out. */
export const answersIn = ({ agree, disagree, passed, other = 0 }: Tally = { agree: 0, disagree: 0, passed: 0 }): number =>
  agree + disagree + passed + other;

/** How far back the pace is taken from. */
const WINDOW_MS = 300_000;

export interface Reading {
  readonly at_ms: number;
  readonly votes: number;
}

/** The readings with the newest, without those that are too old to speak of the pace. */
export const withReading = (readings: readonly Reading[], newest: Reading): readonly Reading[] =>
  readings.at(-1)?.at_ms === newest.at_ms
    ? readings
    : [...readings.filter((one) => newest.at_ms - one.at_ms <= WINDOW_MS && one.votes <= newest.votes), newest];

/** Votes a minute over the readings; undefined where they span too little time to tell. */
export const pace = (readings: readonly Reading[]): number | undefined => {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined || last.at_ms - first.at_ms < 20_000) return undefined;
  return ((last.votes - first.votes) * 60_000) / (last.at_ms - first.at_ms);
};

/**
 * How many of the statements will have the floor after so many votes more, if each goes where votes are fewest, as phones
 * are asked: no more than that can be reached.
 */
export const forecast = (votes: readonly number[], toCome: number, floor: number = FLOOR): number => {
  const held = [...votes].sort((a, b) => a - b);
  let left = Math.floor(toCome);
  for (let level = held[0] ?? floor; level < floor; level += 1) {
    const below = held.filter((count) => count <= level).length;
    // The last votes lift some of the lowest by one.
    if (left < below) return held.filter((count) => count >= floor).length + (level + 1 === floor ? left : 0);
    left -= below;
  }
  return held.length;
};
