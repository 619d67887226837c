import { expect, test } from "vitest";

import { isLine, piled } from "./piles";
import { MIDDLE, scaleTo } from "./scale";

const scale = scaleTo(1000, 600, 10);
const RADIUS = 8;

const line = (...across: number[]) => Float32Array.from(across.flatMap((x) => [x, MIDDLE]));

test("people on one axis are a line, people in a plane or all in the middle are not", () => {
  expect(isLine(line(10_000, 20_000), 100)).toBe(true);
  expect(isLine([10_000, MIDDLE + 90, 20_000, MIDDLE - 90], 100)).toBe(true);
  expect(isLine([10_000, MIDDLE, 20_000, MIDDLE + 101], 100)).toBe(false);
  expect(isLine(line(MIDDLE, MIDDLE), 100)).toBe(false);
  expect(isLine([], 100)).toBe(false);
});

test("those who would cover one another are piled up and down in turn, and stay where they are sideways", () => {
  const places = piled(line(30_000, 30_000, 30_000, 50_000), scale, RADIUS, 500);

  const step = (2.2 * RADIUS) / scale.stepY;
  expect([...places]).toEqual(
    [30_000, MIDDLE, 30_000, MIDDLE + step, 30_000, MIDDLE - step, 50_000, MIDDLE].map(Math.fround),
  );
});

test("a pile too high for the picture is pressed together", () => {
  const crowd = piled(line(...Array.from({ length: 200 }, () => 30_000)), scale, RADIUS, 500);

  const heights = [...crowd].filter((_, i) => i % 2 === 1).map((y) => (y - MIDDLE) * scale.stepY);
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(500);
  expect(new Set(heights).size).toBe(200);
});
