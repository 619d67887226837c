import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Heard, WholeMap } from "../../wire/messages";
import { answerNothing, type AtDesk, openAtDesk, prompt, waiting } from "../at-desk";
import { heardLess } from "./HeardByPlace";

let desk: AtDesk;

const map = (heard: Heard[]): WholeMap => ({
  kind: "map",
  prompt: "p1",
  frame: 1,
  at: Date.now(),
  votes: 30,
  dots: { places: new Uint8Array(4), groups: Uint8Array.of(255) },
  heard,
});

beforeEach(() => {
  answerNothing();
  desk = openAtDesk([prompt(1)], [waiting(1, { standing: "shown" })]);
});
afterEach(() => {
  desk.leave();
  vi.unstubAllGlobals();
});

const rows = () =>
  [...desk.page.querySelectorAll(".heard tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));

test("who has voted is told by place, and of a few people only that they are few", () => {
  desk.says(map([{ place: null, people: 20, votes: 100 }, { place: "remote", people: 0, votes: 0 }]));

  expect(rows()).toEqual([
    ["In the room", "20", "100", "5.0"],
    ["Remote", "Too few to be told"],
  ]);
});

test("a place that is heard less than half as much as everybody is pointed out", () => {
  desk.says(map([{ place: "remote", people: 10, votes: 20 }, { place: null, people: 30, votes: 300 }]));

  expect(desk.page.querySelector(".heard__quiet")?.textContent?.replace(/[\u2066-\u2069]/g, "")).toBe(
    "Remote is heard less: 2.0 votes each, 8.0 over all.",
  );
});

test("where all come from one place, or all are heard alike, nothing is pointed out", () => {
  desk.says(map([{ place: null, people: 20, votes: 100 }]));

  expect(desk.page.querySelector(".heard")).toBeNull();
  expect(heardLess([{ place: null, people: 20, votes: 100 }, { place: "remote", people: 10, votes: 40 }])).toBeUndefined();
});
