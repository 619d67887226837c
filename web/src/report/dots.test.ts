import { expect, test } from "vitest";

import { setApart } from "./dots";

test("people whose votes are the same stand beside one another", () => {
  const moves = setApart([10, 10, 10, 10, 10, 10, 90, 90], 4);

  const marks = [0, 1, 2, 3].map((dot) => `${moves[2 * dot]} ${moves[2 * dot + 1]}`);
  expect(new Set(marks.slice(0, 3)).size).toBe(3);
  expect(marks[0]).toBe("0 0");
  expect(marks[3]).toBe("0 0");
});

test("many in one place never cover more than a small part of the map", () => {
  const moves = setApart(Array.from({ length: 2_000 }, () => 500), 4);

  expect(Math.max(...moves.map(Math.abs))).toBeLessThanOrEqual(20);
});
