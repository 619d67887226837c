import { expect, test } from "vitest";

import { answersIn, forecast, pace, withReading } from "./coverage";

test.each([
  [[8, 9, 10], 0, 3],
  [[7, 7, 7], 2, 2],
  [[7, 7, 7], 3, 3],
  [[0, 0], 15, 1],
  [[0, 0], 16, 2],
  [[0, 7, 20], 7, 1],
  [[0, 7, 20], 9, 3],
  [[0, 7, 20], 8, 2],
  [[], 5, 0],
])("statements with %j votes, and %i to come: %i have enough", (votes, toCome, enough) => {
  expect(forecast(votes, toCome)).toBe(enough);
});

test("the pace is that of the last minutes", () => {
  const readings = [
    { at_ms: 0, votes: 100 },
    { at_ms: 60_000, votes: 130 },
  ];

  expect(pace(readings)).toBe(30);
  expect(pace(readings.slice(0, 1))).toBeUndefined();
  expect(withReading(readings, { at_ms: 400_000, votes: 200 })).toEqual([{ at_ms: 400_000, votes: 200 }]);
  expect(withReading(readings, { at_ms: 60_000, votes: 130 })).toBe(readings);
});

test("votes that are fewer than before, as after a merge, begin the pace anew", () => {
  expect(withReading([{ at_ms: 0, votes: 100 }], { at_ms: 1_000, votes: 90 })).toEqual([{ at_ms: 1_000, votes: 90 }]);
});

test("answers that are not told apart for being few count as answers", () => {
  expect(answersIn({ agree: 6, disagree: 0, passed: 5, other: 3 })).toBe(14);
  expect(answersIn({ agree: 6, disagree: 1, passed: 5 })).toBe(12);
  expect(answersIn(undefined)).toBe(0);
});
