import { fireEvent, getByRole } from "@testing-library/dom";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { offer } from "../../text";
import words from "../../text/replay.en.json";
import { type Cloud, cloudsAt, sunflower } from "./clouds";
import { Replay, type Keyframe } from "./Replay";

const cloud = (group: string, people: number, x: number): Cloud => ({ group, people, x, y: 0, reach: 20 });
const FRAMES: readonly Keyframe[] = [
  { clouds: [cloud("", 10, 0)], words: "First.", happened: [] },
  { clouds: [cloud("A", 10, 40), cloud("B", 5, -60)], words: "Second.", happened: ["Group A stands out."] },
  { clouds: [cloud("A", 20, 60), cloud("B", 5, -60)], words: "Third.", happened: [] },
];

test("between two frames a group is on its way, comes or goes", () => {
  const [none, a, b] = cloudsAt(FRAMES.map(({ clouds }) => clouds), 0.5);
  expect([none?.group, none?.seen, a?.group, a?.seen, b?.group]).toEqual(["", 0.5, "A", 0.5, "B"]);

  const [later] = cloudsAt(FRAMES.map(({ clouds }) => clouds), 1.5);
  expect([later?.x, later?.people, later?.seen]).toEqual([50, 15, 1]);
});

test("at a frame, and after the last, the picture is that frame", () => {
  const clouds = FRAMES.map((frame) => frame.clouds);
  const known = (time: number) => cloudsAt(clouds, time).filter(({ seen }) => seen > 0);
  expect(known(1).map(({ group, x }) => [group, x])).toEqual([["A", 40], ["B", -60]]);
  expect(known(9).map(({ group, x }) => [group, x])).toEqual([["A", 60], ["B", -60]]);
});

test("marks lie around the middle as far as people did, and clear of the letter", () => {
  const far = sunflower(400, 20).map(([x, y]) => Math.hypot(x, y));
  expect(Math.sqrt(far.reduce((sum, one) => sum + one * one, 0) / far.length)).toBeCloseTo(20, 5);
  expect(Math.min(...sunflower(9, 20, 14).map(([x, y]) => Math.hypot(x, y)))).toBeCloseTo(14, 5);
  expect(sunflower(1, 20, 6)).toEqual([[6, 0]]);
});

let page: HTMLElement;
let frame: (now: number) => void;
let now: number;

beforeEach(() => {
  offer({ en: words });
  now = 1_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.stubGlobal("requestAnimationFrame", (call: (now: number) => void) => ((frame = call), 1));
  vi.stubGlobal("cancelAnimationFrame", () => (frame = () => undefined));
  page = document.body.appendChild(document.createElement("div"));
});
afterEach(() => {
  act(() => render(null, page));
  page.remove();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const open = (onItsOwn = false) => act(() => render(<Replay frames={FRAMES} k={5} label="The course" onItsOwn={onItsOwn} />, page));
const pass = (ms: number) => act(() => frame((now += ms)));
const shown = () => page.querySelector(".replay__words")?.textContent;
const button = () => getByRole(page, "button");

test("it begins with the result, plays from the beginning in twenty seconds, and stops there", () => {
  open();
  expect(shown()).toBe("Third.");

  act(() => button().click());
  pass(1);
  expect([shown(), button().textContent]).toEqual(["First.", "Pause"]);
  pass(10_100);
  expect([shown(), page.querySelector(".replay__happened")?.textContent]).toEqual(["Second.", "Group A stands out."]);
  pass(10_000);
  expect([shown(), button().textContent]).toEqual(["Third.", "Play"]);
});

test("it can be held, gone through by hand, and goes on from there", () => {
  open();
  act(() => button().click());
  pass(2_000);
  act(() => button().click());
  pass(9_000);
  expect([shown(), button().textContent]).toEqual(["First.", "Go on"]);

  const slider = getByRole<HTMLInputElement>(page, "slider");
  act(() => void fireEvent.input(slider, { target: { value: "1" } }));
  expect([shown(), slider.getAttribute("aria-valuetext")]).toEqual(["Second.", "Second. Group A stands out."]);
  act(() => button().click());
  pass(10_100);
  expect(shown()).toBe("Third.");
});

test("on a screen it plays by itself, rests at the result, and begins anew", () => {
  open(true);
  pass(1);
  expect(shown()).toBe("First.");
  pass(20_000);
  expect(shown()).toBe("Third.");
  pass(30_000);
  expect(shown()).toBe("Third.");
  pass(10_100);
  expect(shown()).toBe("First.");
});

test("whoever asked for no motion gets steps", () => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  open();
  act(() => button().click());
  pass(5_000);
  const groups = [...page.querySelectorAll(".replay__letter")].map((one) => one.getAttribute("style"));
  expect(groups).toEqual(["opacity: 0;", "opacity: 0;"]);
});
