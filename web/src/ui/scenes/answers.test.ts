import { expect, test } from "vitest";

import { isTold, otherSide, sideOf, told } from "./answers";

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
  expect(otherSide(tally, "agree")).toBe("agree");
  for (const word of ["disagree", "mixed", "few", "", undefined]) expect(otherSide(tally, word)).toBeUndefined();
  expect(otherSide({ ...tally, agree: 10 }, "disagree")).toBe("disagree");
});

test("a side is that of the numbers, unless the lists count another; without numbers, that of the word", () => {
  const none = { agree: 0, disagree: 0, passed: 0 };
  expect(sideOf({ agree: 9, disagree: 10, passed: 0 })).toBe("disagree");
  expect(sideOf({ agree: 9, disagree: 10, passed: 0, leaning: "agree" })).toBe("agree");
  expect(sideOf({ agree: 9, disagree: 9, passed: 0 })).toBeUndefined();
  expect(sideOf({ ...none, leaning: "disagree" })).toBe("disagree");
  for (const leaning of ["mixed", "few"] as const) expect(sideOf({ ...none, leaning })).toBeUndefined();
});
