import type { DotPlaces, Findings, MapMoved, OpinionGroup, WholeMap } from "../wire/messages";

/** The opinion map of one prompt, ready to draw. */
export interface MapState {
  readonly prompt: string;
  readonly frame: number;
  /** When it was made, by the server's clock. */
  readonly at: number;
  /** How many votes it rests on. */
  readonly votes: number;
  /** x and y of each dot; 32,768 is the middle. */
  readonly places: Uint16Array;
  /** For each dot the place of its group in `groupsList`, or NO_GROUP. */
  readonly groups: Uint8Array;
  readonly groupsList: readonly OpinionGroup[];
  readonly findings: Findings | undefined;
  /** Codes for what is absent, and why. */
  readonly notes: readonly string[];
}

/** In `MapState.groups`: this person is in no opinion group. */
export const NO_GROUP = 255;

export const wholeMap = (message: WholeMap): MapState => ({
  ...rest(message),
  places: numbers(message.dots.places),
  groups: message.dots.groups,
});

/** The map held with the difference put in; dots beyond its last are new. The map held stays as it was. */
export const movedMap = (held: MapState, message: MapMoved): MapState => {
  const which = new Uint32Array(message.which.slice().buffer);
  const dots = which.reduce((most, dot) => Math.max(most, dot + 1), held.groups.length);
  const places = new Uint16Array(dots * 2);
  const groups = new Uint8Array(dots).fill(NO_GROUP);
  places.set(held.places);
  groups.set(held.groups);
  const moved = numbers(message.dots.places);
  which.forEach((dot, i) => {
    places.set(moved.subarray(2 * i, 2 * i + 2), 2 * dot);
    groups.set(message.dots.groups.subarray(i, i + 1), dot);
  });
  return { ...rest(message), places, groups };
};

const rest = ({ prompt, frame, at, votes, groups, findings, notes }: WholeMap | MapMoved) => ({
  prompt,
  frame,
  at,
  votes,
  groupsList: groups ?? [],
  findings,
  notes: notes ?? [],
});

/** Copied, because a part of a larger buffer may start at an odd byte. Everything that runs a browser is little-endian. */
const numbers = (bytes: DotPlaces["places"]): Uint16Array => new Uint16Array(bytes.slice().buffer);
