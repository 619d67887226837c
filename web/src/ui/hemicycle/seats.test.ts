import { expect, test } from "vitest";

import { seatingFor } from "./seats";

test.each([0, 1, 59, 108, 300, 1_000, 10_000, 99_999])("%i people find a seat each, with some to spare", (people) => {
  const { seats, each } = seatingFor(people);

  expect(seats.length * each).toBeGreaterThan(people);
  expect(seats.length).toBeLessThanOrEqual(360);
});

test("no two seats overlap, and all are within the picture", () => {
  for (const people of [10, 108, 290, 5_000]) {
    const { seats, radius } = seatingFor(people);
    const furthest = Math.max(...seats.map((one) => Math.hypot(one.x, one.y)));
    let nearest = Infinity;
    seats.forEach((one, i) => {
      for (const other of seats.slice(i + 1)) nearest = Math.min(nearest, Math.hypot(one.x - other.x, one.y - other.y));
    });
    expect(furthest).toBeLessThanOrEqual(1 + 1e-9);
    expect(nearest).toBeGreaterThan(1.9 * radius);
  }
});

test("seats stay while a few more people come", () => {
  expect(seatingFor(104).seats).toEqual(seatingFor(110).seats.slice(0, seatingFor(104).seats.length));
});
