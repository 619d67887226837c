/** People on one line, piled up where they would cover one another. */

import { MIDDLE, type Scale } from "./scale";

/** From dot to dot in a pile, in radii: a thin gap stays between them. */
const SPACING = 2.2;

/**
 * Whether people differ along one line only: nobody is further from it than `slack` map units, and somebody is further
 * than that from the middle.
 */
export const isLine = (places: ArrayLike<number>, slack: number): boolean => {
  let isSpread = false;
  for (let i = 0; i < places.length; i += 2) {
    if (Math.abs((places[i + 1] as number) - MIDDLE) > slack) return false;
    if (Math.abs((places[i] as number) - MIDDLE) > slack) isSpread = true;
  }
  return isSpread;
};

/**
 * The places with the dots of a line moved up and down, in turn, so that each is seen and the piles show how many are
 * where. Sideways nothing moves. A pile too high for the picture is pressed together.
 */
export const piled = (places: Float32Array, scale: Scale, radius: number, room: number): Float32Array => {
  const width = SPACING * radius;
  const heights = new Map<number, number>();
  const steps = new Int32Array(places.length / 2);
  let highest = 1;
  for (let dot = 0; dot < steps.length; dot++) {
    const pile = Math.round(((places[2 * dot] as number) * scale.stepX) / width);
    const below = heights.get(pile) ?? 0;
    heights.set(pile, below + 1);
    steps[dot] = below % 2 === 1 ? (below + 1) / 2 : -below / 2;
    highest = Math.max(highest, below + 1);
  }
  const step = Math.min(width, room / highest) / scale.stepY;
  return places.map((place, i) => (i % 2 === 1 ? place + (steps[(i - 1) / 2] as number) * step : place));
};
