import { expect, test } from "vitest";

import { isBelied, isTold, told } from "./answers";

test("all answers are told, also those that nobody gave", () => {
  expect(told({ agree: 6, disagree: 0, passed: 2 })).toEqual([["agree", 6], ["disagree", 0], ["passed", 2]]);
});

test("where some are not told apart, none is said to be nought", () => {
  expect(told({ agree: 6, disagree: 0, passed: 0, other: 5 })).toEqual([["agree", 6], ["other", 5]]);
});

test("what nobody is told of has no numbers", () => {
  expect(isTold({ agree: 0, disagree: 0, passed: 0, other: 0 })).toBe(false);
  expect(isTold({ agree: 0, disagree: 0, passed: 0, other: 5 })).toBe(true);
});

test("numbers belie a word that takes the other side, and no other", () => {
  const tally = { agree: 9, disagree: 10, passed: 0 };
  expect(isBelied(tally, "agree")).toBe(true);
  for (const word of ["disagree", "mixed", "few", "", undefined]) expect(isBelied(tally, word)).toBe(false);
  expect(isBelied({ ...tally, agree: 10 }, "disagree")).toBe(true);
});
