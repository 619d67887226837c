import { expect, test } from "vitest";

import { A_PROMPT } from "../../view/examples";
import { closingIn, countdown, fromField, longer, nextStep, toField } from "./times";

test("of ten minutes the last three are for voting alone", () => {
  expect(closingIn(10, 0)).toEqual({ submit_closes_ms: 7 * 60_000, closes_ms: 10 * 60_000 });
});

test("of one minute all is for voting", () => {
  expect(closingIn(1, 0)).toEqual({ submit_closes_ms: 0, closes_ms: 60_000 });
});

test("what comes next is said first, and an open prompt opens no more", () => {
  const plan = { opens_ms: 1, submit_closes_ms: 2, closes_ms: 3 };

  expect(nextStep({ ...A_PROMPT, phase: "draft", plan })).toEqual({ step: "opens", at_ms: 1 });
  expect(nextStep({ ...A_PROMPT, plan })).toEqual({ step: "submit-closes", at_ms: 2 });
  expect(nextStep(A_PROMPT)).toBeUndefined();
});

test("putting off moves what is planned and plans nothing else", () => {
  expect(longer({ opens_ms: null, submit_closes_ms: null, closes_ms: 1_000 })).toEqual({ closes_ms: 61_000 });
});

test.each([
  [245_000, "4:05"],
  [3_845_000, "1:04:05"],
  [400, "0:01"],
  [-5_000, "0:00"],
])("%i ms to go read %s", (ms, words) => expect(countdown(ms)).toBe(words));

test("a field gives back the minute it was given", () => {
  const at_ms = new Date(2026, 10, 25, 9, 5).getTime();

  expect(toField(at_ms)).toBe("2026-11-25T09:05");
  expect(fromField(toField(at_ms))).toBe(at_ms);
  expect(fromField("")).toBeNull();
});
