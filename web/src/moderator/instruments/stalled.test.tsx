import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Pulse, WholeMap } from "../../wire/messages";
import { answerNothing, type AtDesk, openAtDesk, prompt, waiting } from "../at-desk";

let desk: AtDesk;

const map = (frame: number, votes: number): WholeMap => ({
  kind: "map",
  prompt: "p1",
  frame,
  at: Date.now(),
  votes,
  dots: { places: new Uint8Array(4), groups: Uint8Array.of(255) },
});
const pulse = (votes: number): Pulse => ({
  kind: "pulse",
  now: Date.now(),
  joined: 3,
  votes,
  desk: { delay: { half_ms: 900, most_ms: 1_800, measured: 30 } },
});
const reading = () =>
  [...desk.page.querySelectorAll("#instruments .readings > div")].find(
    (row) => row.querySelector("dt")?.textContent === "Vote to screen",
  ) as HTMLElement;
const pass = (seconds: number) => act(() => void vi.advanceTimersByTime(seconds * 1000));

beforeEach(() => {
  vi.useFakeTimers();
  answerNothing();
  desk = openAtDesk([prompt(1)], [waiting(1, { standing: "shown" })]);
  desk.says(pulse(30));
  desk.says(map(1, 30));
});
afterEach(() => {
  desk.leave();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("an analysis that stands still for five seconds is seen within two more, whatever it was like before", () => {
  desk.says(pulse(31));
  pass(4);
  expect([reading().querySelector("dd")?.textContent, reading().dataset["stale"]]).toEqual([
    "0.9 s, 95% within 1.8 s",
    "false",
  ]);

  pass(3);

  expect([reading().querySelector("dd")?.textContent, reading().dataset["stale"]]).toEqual([
    "a vote has waited 7 s for the map",
    "true",
  ]);
});

test("it is over with the next map", () => {
  desk.says(pulse(31));
  pass(9);
  desk.says(map(2, 31));

  expect(reading().dataset["stale"]).toBe("false");
});

test("nobody waits where nobody votes", () => {
  pass(600);

  expect(reading().dataset["stale"]).toBe("false");
});
