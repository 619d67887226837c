/**
 * The pixels of the map: each group's dot is worked out once as a stamp, then pressed into the picture for every
 * person. No paths, no sprites, no GPU: 10,000 dots take a few milliseconds on any laptop behind a projector.
 */

import { isInside, REACH, type Shape } from "./shapes";

export interface Colour {
  red: number;
  green: number;
  blue: number;
}

/** A picture of 32-bit pixels, as the buffer of an ImageData holds them. */
export interface Picture {
  pixels: Uint32Array;
  width: number;
  height: number;
}

/** The pixels of one dot. offsets: from the centre's pixel, for pictures of one width. reach: to its farthest row. */
export interface Stamp {
  offsets: Int32Array;
  pixels: Uint32Array;
  reach: number;
}

/** Subdivisions of a pixel, each way, that say how much of it a shape covers. */
const SAMPLES = 4;

/** Canvas pixels are bytes red, green, blue, alpha; every browser there is runs little-endian. */
const pixel = ({ red, green, blue }: Colour, coverage: number): number =>
  ((Math.round(coverage * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/**
 * A dot in the colour, its edge smoothed. Round it goes a gap, `gap` pixels wide, that clears what lies below: dots in
 * a crowd stay apart without any blending.
 */
export const makeStamp = (shape: Shape, radius: number, gap: number, colour: Colour, width: number): Stamp => {
  const reach = Math.ceil(radius * REACH + gap);
  const offsets: number[] = [];
  const pixels: number[] = [];
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      if (coverage(shape, radius + gap, x, y) === 0) continue;
      const covered = coverage(shape, radius, x, y);
      offsets.push(y * width + x);
      pixels.push(covered === 0 ? 0 : pixel(colour, covered));
    }
  }
  return { offsets: Int32Array.from(offsets), pixels: Uint32Array.from(pixels), reach };
};

/** Presses the stamp into the picture with its centre at (x, y), kept so far inside that all of it is seen. */
export const press = (picture: Picture, stamp: Stamp, x: number, y: number): void => {
  const { reach, offsets, pixels } = stamp;
  const right = picture.width - 1 - reach;
  const bottom = picture.height - 1 - reach;
  if (right < reach || bottom < reach) return; // a picture smaller than a dot
  const column = Math.min(right, Math.max(reach, Math.round(x)));
  const row = Math.min(bottom, Math.max(reach, Math.round(y)));
  const centre = row * picture.width + column;
  for (let i = 0; i < offsets.length; i++) {
    picture.pixels[centre + (offsets[i] as number)] = pixels[i] as number;
  }
};

/** Share of the pixel that the shape covers, 0 .. 1. */
const coverage = (shape: Shape, radius: number, x: number, y: number): number => {
  let hits = 0;
  for (let i = 0; i < SAMPLES; i++) {
    for (let j = 0; j < SAMPLES; j++) {
      const dx = (x + (i + 0.5) / SAMPLES - 0.5) / radius;
      const dy = (y + (j + 0.5) / SAMPLES - 0.5) / radius;
      if (isInside(shape, dx, dy)) hits++;
    }
  }
  return hits / (SAMPLES * SAMPLES);
};
