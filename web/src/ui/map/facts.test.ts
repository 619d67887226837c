import { expect, test } from "vitest";

import { aMap } from "../../view/examples";
import { factsOf } from "./facts";
import { MIDDLE } from "./scale";

// Groups A, B and C lie around the middle: A on the left, B and C on the right; nobody's place is by chance.
const MAP = aMap({ sizes: [38, 27, 19], ungrouped: 9 });

test("everybody is counted, those in no group too", () => {
  const { people, ungrouped, groups } = factsOf(MAP);
  expect([people, ungrouped, groups.map(({ label, size }) => [label, size])]).toEqual([
    93,
    9,
    [["A", 38], ["B", 27], ["C", 19]],
  ]);
});

test("each group has its shape, its part of the picture, and its neighbours", () => {
  expect(factsOf(MAP).groups.map(({ shape, part }) => [shape, part])).toEqual([
    ["disc", "left"],
    ["square", "top-right"],
    ["triangle", "bottom-right"],
  ]);
  const lines = aMap({ sizes: [10, 10, 10], ungrouped: 0, isLine: true });
  expect(factsOf(lines).groups.map(({ part }) => part)).toEqual(["left", "right", "right"]);
});

const groupAt = (label: string, x: number, reach: number) => ({
  group: { label, size: 4, x: MIDDLE + x, y: MIDDLE },
  dots: [x - reach, 0, x + reach, 0, x, -reach, x, reach].map((value) => MIDDLE + value),
});

const mapOf = (...parts: ReturnType<typeof groupAt>[]) => ({
  places: parts.flatMap(({ dots }) => dots),
  groups: Uint8Array.from(parts.flatMap((_, place) => Array<number>(4).fill(place))),
  groupsList: parts.map(({ group }) => group),
});

test("how two groups lie is measured by how far their people are spread", () => {
  const gap = (between: number) => factsOf(mapOf(groupAt("A", 0, 1000), groupAt("B", between, 1000))).groups[0]?.nearest?.gap;
  expect([gap(1900), gap(3900), gap(4100)]).toEqual(["mixed", "beside", "apart"]);
});

test("nearest and farthest are told only where they are two", () => {
  const [left, middle, right] = factsOf(mapOf(groupAt("A", -9000, 500), groupAt("B", 0, 500), groupAt("C", 12_000, 500))).groups;
  expect([left?.nearest?.label, left?.farthest?.label, middle?.nearest?.label, right?.farthest?.label]).toEqual(["B", "C", "A", "A"]);
  expect(factsOf(mapOf(groupAt("A", 0, 500), groupAt("B", 9000, 500))).groups[0]?.farthest).toBeUndefined();
  expect(factsOf(mapOf(groupAt("A", 0, 500))).groups[0]?.nearest).toBeUndefined();
});

test("a group that keeps together is told from one that is spread over the picture", () => {
  const [tight, wide] = factsOf(mapOf(groupAt("A", -9000, 300), groupAt("B", 9000, 9000))).groups;
  expect([tight?.spread, wide?.spread]).toEqual(["tight", "wide"]);
});

test("one's own place: the group, how deep in it, and which group is next", () => {
  const map = mapOf(groupAt("A", -9000, 1000), groupAt("B", 9000, 1000));
  expect(factsOf(map, 0).own).toEqual({ group: "A", depth: "among", part: "left", nearest: "B" });
  const alone = { ...map, groups: Uint8Array.from(map.groups, (group, dot) => (dot === 7 ? 255 : group)) };
  expect(factsOf(alone, 7).own).toMatchObject({ group: undefined, nearest: "B", part: "right" });
  expect(factsOf(map, 99).own).toBeUndefined();
});
