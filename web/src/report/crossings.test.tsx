import { expect, test } from "vitest";

import { mostly } from "./Crossings";

test("most of a group is a share of those who are in a group on both", () => {
  // 43 people, 25 at least in no group there: 18 at most are, of whom 15 at least stand together.
  expect(mostly([15, 0, 0, 25], 43)).toEqual({ column: 0, inTen: 8 });
  expect(mostly([0, 30, 0], 40)).toEqual({ column: 1, inTen: 7 });
});

test("a group that is spread, or of which too little is told, stands nowhere", () => {
  expect(mostly([15, 10, 10, 5], 43)).toBeUndefined();
  expect(mostly([0, 0, 40], 43)).toBeUndefined();
});
