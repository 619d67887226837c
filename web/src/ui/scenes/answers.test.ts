import { expect, test } from "vitest";

import { told } from "./answers";

test("all answers are told, also those that nobody gave", () => {
  expect(told({ agree: 6, disagree: 0, passed: 2 })).toEqual([["agree", 6], ["disagree", 0], ["passed", 2]]);
});

test("where some are not told apart, none is said to be nought", () => {
  expect(told({ agree: 6, disagree: 0, passed: 0, other: 5 })).toEqual([["agree", 6], ["other", 5]]);
});
