/** A prompt's dots as the map's parts have them. */

import type { MapGroup } from "../ui/map/facts";
import { MIDDLE } from "../ui/map/scale";
import { GOLDEN } from "../ui/replay/clouds";
import type { Dots, Prompt } from "./report";

/** x and y of each dot, one after the other, in the units of `ui/map/scale.ts`. */
export const placesOf = ({ x, y }: Dots): number[] => x.flatMap((across, dot) => [across, y[dot] ?? MIDDLE]);

/** Where each group's people are on average, in the units of their places. */
export const middles = ({ dots, result }: Prompt, places: ArrayLike<number>): MapGroup[] => {
  const sums = result.groups.map(() => ({ people: 0, x: 0, y: 0 }));
  dots.group.forEach((group, dot) => {
    const sum = sums[group];
    if (sum === undefined) return;
    sum.people += 1;
    sum.x += places[2 * dot] ?? MIDDLE;
    sum.y += places[2 * dot + 1] ?? MIDDLE;
  });
  return result.groups.map(({ label, size }, place) => {
    const { people, x, y } = sums[place] ?? { people: 0, x: 0, y: 0 };
    return { label, size, x: x / Math.max(people, 1), y: y / Math.max(people, 1) };
  });
};

/** In radii of a dot: how far neighbours are apart, and how far the last of many may stand from where all of them are. */
const STEP = 1.3;
const MOST_APART = 5;

/**
 * By how many pixels to move each dot in x and y, so that people whose votes are the same stand beside one another and
 * not as one: around their place, the first on it.
 */
export const setApart = (places: ArrayLike<number>, radius: number): Float32Array => {
  const moves = new Float32Array(places.length);
  const together = new Map<string, number[]>();
  for (let dot = 0; 2 * dot < places.length; dot++) {
    const place = `${places[2 * dot]} ${places[2 * dot + 1]}`;
    const there = together.get(place);
    if (there) there.push(dot);
    else together.set(place, [dot]);
  }
  for (const there of together.values()) {
    const step = Math.min(STEP, MOST_APART / Math.sqrt(there.length)) * radius;
    there.forEach((dot, number) => {
      moves[2 * dot] = step * Math.sqrt(number) * Math.cos(number * GOLDEN);
      moves[2 * dot + 1] = step * Math.sqrt(number) * Math.sin(number * GOLDEN);
    });
  }
  return moves;
};
