import { expect, test } from "vitest";

import type { OwnStatement } from "../wire/messages";
import { reduce } from "../view/reduce";
import { empty, type View } from "../view/view";
import { deck } from "./deck";
import { snapshot, PROMPT, statement } from "./hall";

const view = (count: number): View =>
  reduce(empty, snapshot([PROMPT], Array.from({ length: count }, (_, i) => statement(i))), 0);
const order = (seen: View, seed: string) => deck(seen, "p1", seed).map((one) => one.id);

test("a phone sees every statement of the prompt once", () => {
  const elsewhere = { ...statement(99), prompt: "p2" };
  const seen = reduce(view(30), { kind: "changed", place: { epoch: "e", number: 2 }, statements: [elsewhere] }, 0);

  expect(new Set(order(seen, "ada"))).toEqual(new Set(view(30).statements.keys()));
  expect(order(seen, "ada")).toHaveLength(30);
});

test("a phone's order is its own and stays the same", () => {
  expect(order(view(30), "ada")).toEqual(order(view(30), "ada"));
  expect(order(view(30), "ada")).not.toEqual(order(view(30), "bo"));
});

test("statements that come in do not change the order of the others", () => {
  const before = order(view(20), "ada");

  expect(order(view(30), "ada").filter((id) => before.includes(id))).toEqual(before);
});

test("over many phones every statement comes first about as often", () => {
  const first = new Map<string, number>();
  for (let phone = 0; phone < 4_000; phone++) {
    const id = order(view(8), `phone-${phone}`)[0] ?? "";
    first.set(id, (first.get(id) ?? 0) + 1);
  }

  expect(first.size).toBe(8);
  // 500 each; the standard deviation is 21.
  for (const times of first.values()) expect(Math.abs(times - 500)).toBeLessThan(110);
});

test("one's own statements are left out", () => {
  const mine: OwnStatement = { id: "s1", prompt: "p1", text: "Mine", standing: "shown", reason: "", because: null };

  expect(order(reduce(view(3), { kind: "fate", statement: mine }, 0), "ada").sort()).toEqual(["s0", "s2"]);
});
