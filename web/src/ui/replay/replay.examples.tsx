import type { Example } from "../example";
import { Replay, type Keyframe } from "./Replay";

const FRAMES: readonly Keyframe[] = [
  { clouds: [{ group: "", people: 20, x: 0, y: 0, reach: 30 }], words: "20 people, 180 votes.", happened: [] },
  {
    clouds: [
      { group: "A", people: 30, x: 30, y: 20, reach: 30 },
      { group: "b", people: 10, x: -60, y: -50, reach: 25 },
    ],
    words: "44 people, 420 votes.",
    happened: ["Group A stands out for the first time."],
  },
  {
    clouds: [
      { group: "A", people: 40, x: 10, y: 55, reach: 22 },
      { group: "B", people: 20, x: -60, y: -60, reach: 22 },
      { group: "C", people: 15, x: 78, y: -66, reach: 4 },
    ],
    words: "80 people, 900 votes.",
    happened: ["Group C parts from group A.", "Results were shown to everybody."],
  },
];

export const EXAMPLES: readonly Example[] = [
  { name: "the course of a map", frame: "panel", Draw: () => <Replay frames={FRAMES} k={5} label="The opinion map" /> },
  { name: "on a screen, by itself", frame: "panel", Draw: () => <Replay frames={FRAMES} k={5} label="The opinion map" onItsOwn /> },
];
