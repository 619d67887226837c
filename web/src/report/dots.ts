/** A prompt's dots as the map's parts have them. */

import type { MapGroup } from "../ui/map/facts";
import { MIDDLE } from "../ui/map/scale";
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
