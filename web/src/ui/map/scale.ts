/** How the map's own units become pixels of a picture of any size. */

import { REACH } from "./shapes";

/** The map's units run from 0 to this, on both axes. */
export const EXTENT = 65_535;

/** The middle of the map, on both axes. */
export const MIDDLE = 32_768;

/** A group byte that says: in no opinion group. */
export const NO_GROUP = 255;

/** The mark of a dot whose owner has taken all their votes back: it is not drawn, and not counted. */
export const VACANT = 254;

/** How many people stand on a map with these groups of dots. */
export const peopleIn = (groups: Uint8Array): number => groups.reduce((sum, group) => sum + (group === VACANT ? 0 : 1), 0);

/** A wide screen stretches the map by no more than this against its other axis, so near stays near. */
const MOST_STRETCH = 1.5;

/** More pixels than this are drawn at half resolution: clearing them would take longer than all the dots. */
const MOST_PIXELS = 4_500_000;

/** Pixel = map unit * step + start. */
export interface Scale {
  startX: number;
  stepX: number;
  startY: number;
  stepY: number;
}

/** The scale that puts the middle of the map in the middle of the picture and leaves `inset` pixels at the edge. */
export const scaleTo = (width: number, height: number, inset: number): Scale => {
  const across = Math.max(0, width - 2 * inset);
  const down = Math.max(0, height - 2 * inset);
  const stepX = Math.min(across, down * MOST_STRETCH) / EXTENT;
  const stepY = Math.min(down, across * MOST_STRETCH) / EXTENT;
  return { stepX, startX: width / 2 - MIDDLE * stepX, stepY, startY: height / 2 - MIDDLE * stepY };
};

/** Pixels of the canvas per pixel of the page. */
export const resolution = (width: number, height: number, devicePixelRatio: number): number => {
  const ratio = Math.max(1, devicePixelRatio);
  return width * height * ratio * ratio > MOST_PIXELS ? ratio / 2 : ratio;
};

/** A dot's radius in pixels: large while there are few people, so that the last row sees each of them. */
export const dotRadius = (width: number, height: number, people: number): number => {
  const side = Math.min(width, height);
  const roomy = 0.15 * Math.sqrt((width * height) / Math.max(1, people));
  const radius = Math.max(side * 0.0028, Math.min(side * 0.018, roomy));
  return Math.max(1.5, Math.round(radius * 2) / 2); // in half pixels, or the dots would pulsate as people join
};

/** What the picture keeps free at its edge, so that no dot and no label is cut. */
export const insetFor = (radius: number): number => Math.ceil(radius * REACH) + 2;

/** Whether anybody has a place yet: before the analysis can say anything, everybody is in the middle. */
export const hasPlaces = (places: ArrayLike<number>): boolean => {
  for (let i = 0; i < places.length; i++) if (places[i] !== MIDDLE) return true;
  return false;
};

const ZOOMS = [1, 1.25, 1.6, 2, 2.5, 3.2];

/**
 * How far to zoom in on a map that keeps to the middle: the server leaves room, so that one person's step does not
 * move everybody. In steps, and with a reluctance to change, or the picture would breathe with every vote.
 */
export const zoomFor = (places: ArrayLike<number>, before: number): number => {
  let farthest = 0;
  for (let i = 0; i < places.length; i++) farthest = Math.max(farthest, Math.abs((places[i] as number) - MIDDLE));
  if (farthest === 0) return 1;
  const most = MIDDLE / farthest;
  if (before <= most && before >= most / 1.7) return before;
  return ZOOMS.findLast((zoom) => zoom <= most * 0.97) ?? 1;
};

/** The places zoomed in about the middle of the map. */
export const zoomed = (places: ArrayLike<number>, zoom: number): Float32Array =>
  Float32Array.from(places, (place) => MIDDLE + (place - MIDDLE) * zoom);
