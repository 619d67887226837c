import { expect, test } from "vitest";

import type { Findings, FromServer } from "../wire/messages";
import { withToldToAll } from "./hall-maps";

const DOTS = { places: new Uint8Array(4), groups: new Uint8Array(1) };
const whole = (findings: Findings): FromServer => ({ kind: "map", prompt: "p1", frame: 1, at: 1, votes: 4, dots: DOTS, findings });
const moved = (findings: Findings): FromServer => ({
  ...{ kind: "map-moved", prompt: "p1", frame: 2, since: 1, at: 2, votes: 10 },
  which: new Uint8Array(),
  dots: { places: new Uint8Array(), groups: new Uint8Array() },
  findings,
});
const tally = (...messages: FromServer[]) =>
  messages.reduce(withToldToAll, new Map()).get("p1")?.findings?.results.get("s1")?.tally;

const FEW = whole({ results: [["s1", [3, 1, 0, 0], 800, 0, []]], told: [["s1", [0, 0, 0, 0], 0, 0, ["few"]]] });

test("the hall has the results that it is told, and not the desk's", () => {
  expect(tally(FEW)?.leaning).toBe("few");
});

test("while the desk's counts move and nothing new is told, the hall's stay", () => {
  expect(tally(FEW, moved({ results: [["s1", [9, 1, 0, 0], 900, 0, []]], told: [] }))?.leaning).toBe("few");
});

test("what is newly told replaces what was", () => {
  const news = moved({ results: [["s1", [9, 1, 0, 0], 900, 0, []]], told: [["s1", [5, 0, 0, 5], 900, 0, []]] });

  expect(tally(FEW, news)).toEqual({ agree: 5, disagree: 0, passed: 0, other: 5 });
});

test("a role that hears what everybody does has the hall's results already", () => {
  expect(tally(whole({ results: [["s1", [9, 0, 0, 5], 900, 0, []]] }))).toEqual({ agree: 9, disagree: 0, passed: 0, other: 5 });
});
