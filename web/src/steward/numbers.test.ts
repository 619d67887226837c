import { expect, test } from "vitest";

import { after, newSeries, seriesFrom } from "./numbers";

test.each([
  ["KMA-001", "KMA-002"],
  ["KMA-099", "KMA-100"],
  ["7", "8"],
  ["2025-9", "2025-10"],
  ["left door", ""],
  ["", ""],
])("after %s comes %s", (number, next) => {
  expect(after(number)).toBe(next);
});

test("a pile of sheets has numbers in a row", () => {
  expect(seriesFrom("A-08", 3)).toEqual(["A-08", "A-09", "A-10"]);
});

test("two stewards begin differently, nearly always", () => {
  expect(new Set(Array.from({ length: 20 }, newSeries)).size).toBeGreaterThan(17);
});
