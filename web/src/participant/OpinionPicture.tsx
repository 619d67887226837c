import { signal } from "@preact/signals";

import type { OpinionMap } from "../ui/map/OpinionMap";
import type { MapState } from "../view/view";

const drawing = signal<typeof OpinionMap | undefined>(undefined);
let isAsked = false;

/**
 * Fetches what draws the map, a fifth of the page that the first card can do without. Should it never come, all that
 * the picture shows stands beside it in words.
 */
export const fetchDrawing = async (): Promise<void> => {
  if (isAsked) return;
  isAsked = true;
  try {
    drawing.value = (await import("../ui/map/OpinionMap")).OpinionMap;
  } catch {
    isAsked = false;
  }
};

interface Props {
  map: MapState;
  ownDot: number | undefined;
  label: string;
}

/** The opinion map as a picture, as soon as it can be drawn. */
export const OpinionPicture = (props: Props) => {
  const Drawing = drawing.value;
  if (Drawing === undefined) void fetchDrawing();
  return <div class="opinion-picture">{Drawing && <Drawing {...props} />}</div>;
};
