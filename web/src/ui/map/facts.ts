/** What the picture of a map shows, as facts for those who do not see it. Pure. */

import { MIDDLE, NO_GROUP, VACANT } from "./scale";
import { lookOf } from "./shapes";

/** People who vote alike, as the map shows them. */
export interface MapGroup {
  label: string;
  size: number;
  x: number;
  y: number;
}

/** What the component draws of an opinion map. */
export interface DrawnMap {
  /** x and y of each dot, in the units of `scale.ts`. */
  readonly places: ArrayLike<number>;
  /** For each dot the place of its group in `groupsList`, NO_GROUP or VACANT. */
  readonly groups: Uint8Array;
  readonly groupsList: readonly MapGroup[];
}

const ACROSS = ["left", "middle", "right"] as const;
const DOWN = ["top", "middle", "bottom"] as const;

type Across = (typeof ACROSS)[number];
type Down = (typeof DOWN)[number];

/** One of nine parts of the picture; "left" is left in every language, as it is in the picture. */
export type Part = "middle" | Exclude<Across, "middle"> | Exclude<Down, "middle"> | `${"top" | "bottom"}-${"left" | "right"}`;

/** How far a group's people are from one another, against all people's distances. */
export type Spread = "tight" | "loose" | "wide";

/** How two groups lie: people of both in one place, side by side, or with empty ground between them. */
export type Gap = "mixed" | "beside" | "apart";

export interface Neighbour {
  readonly label: string;
  readonly gap: Gap;
}

export interface GroupFacts {
  readonly label: string;
  readonly size: number;
  readonly shape: string;
  readonly part: Part;
  readonly spread: Spread;
  /** Undefined where there is no other group. */
  readonly nearest: Neighbour | undefined;
  /** Undefined where there is no third group. */
  readonly farthest: Neighbour | undefined;
}

/** Where the person who is looking stands. */
export interface OwnFacts {
  /** Undefined for none. */
  readonly group: string | undefined;
  /** In their group: at its middle, among the others, or at its edge. */
  readonly depth: "middle" | "among" | "edge";
  readonly part: Part;
  /** The nearest of the other groups. */
  readonly nearest: string | undefined;
}

export interface MapFacts {
  readonly people: number;
  readonly ungrouped: number;
  readonly groups: readonly GroupFacts[];
  readonly own: OwnFacts | undefined;
}

/** All that the picture of the map shows. ownDot: of the person who is looking. */
export const factsOf = (map: DrawnMap, ownDot?: number): MapFacts => {
  const { groups, groupsList } = map;
  const reach = farthest(map);
  const { radii, all, people, ungrouped } = radiiOf(map);
  return {
    people,
    ungrouped,
    groups: groupsList.map((group, place): GroupFacts => {
      const others = byDistance(group, groupsList.filter((other) => other !== group));
      const neighbour = (other: MapGroup | undefined): Neighbour | undefined =>
        other && { label: other.label, gap: gapOf(distance(group, other), (radii[place] ?? 0) + (radii[groupsList.indexOf(other)] ?? 0)) };
      return {
        label: group.label,
        size: group.size,
        shape: lookOf(group.label).shape.name,
        part: partOf(group, reach),
        spread: spreadOf(radii[place] ?? 0, all),
        nearest: neighbour(others[0]),
        farthest: others.length > 1 ? neighbour(others.at(-1)) : undefined,
      };
    }),
    own: ownDot === undefined || (groups[ownDot] ?? VACANT) === VACANT ? undefined : ownFacts(map, ownDot, radii, reach),
  };
};

const ownFacts = (map: DrawnMap, dot: number, radii: readonly number[], reach: number): OwnFacts => {
  const place = map.groups[dot] ?? NO_GROUP;
  const group = map.groupsList[place];
  const spot = spotOf(map, dot);
  const [nearest] = byDistance(spot, map.groupsList.filter((other) => other !== group));
  const depth = group === undefined ? 0 : distance(spot, group) / Math.max(radii[place] ?? 0, 1);
  return {
    group: group?.label,
    depth: depth < 0.7 ? "middle" : depth < 1.5 ? "among" : "edge",
    part: partOf(spot, reach),
    nearest: nearest?.label,
  };
};

interface Spot {
  x: number;
  y: number;
}

const spotOf = ({ places }: DrawnMap, dot: number): Spot => ({ x: places[2 * dot] ?? MIDDLE, y: places[2 * dot + 1] ?? MIDDLE });

const distance = (one: Spot, other: Spot): number => Math.hypot(one.x - other.x, one.y - other.y);

const byDistance = (from: Spot, groups: readonly MapGroup[]): MapGroup[] =>
  [...groups].sort((one, other) => distance(from, one) - distance(from, other));

/**
 * The root mean squares of people's distances: of each group's from its middle, and of everybody's from everybody's
 * middle. One pass: a map of ten thousand people comes every few seconds.
 */
const radiiOf = ({ places, groups, groupsList }: DrawnMap): { radii: number[]; all: number; people: number; ungrouped: number } => {
  const sums = groupsList.map(() => ({ people: 0, squares: 0 }));
  let [people, x, y, squares, ungrouped] = [0, 0, 0, 0, 0];
  for (let dot = 0; dot < groups.length; dot++) {
    if (groups[dot] === VACANT) continue;
    people++;
    const dx = (places[2 * dot] ?? MIDDLE) - MIDDLE;
    const dy = (places[2 * dot + 1] ?? MIDDLE) - MIDDLE;
    x += dx;
    y += dy;
    squares += dx * dx + dy * dy;
    const place = groups[dot] ?? NO_GROUP;
    const [group, sum] = [groupsList[place], sums[place]];
    if (group === undefined || sum === undefined) ungrouped++;
    else {
      sum.people++;
      sum.squares += (dx + MIDDLE - group.x) ** 2 + (dy + MIDDLE - group.y) ** 2;
    }
  }
  const divisor = Math.max(people, 1);
  return {
    radii: sums.map((sum) => Math.sqrt(sum.squares / Math.max(sum.people, 1))),
    all: Math.sqrt(Math.max(0, squares / divisor - (x / divisor) ** 2 - (y / divisor) ** 2)),
    people,
    ungrouped,
  };
};

/** How far the picture's edge is from its middle: the map is drawn so large that it just fits. */
const farthest = ({ places }: DrawnMap): number => {
  let most = 1;
  for (let i = 0; i < places.length; i++) most = Math.max(most, Math.abs((places[i] ?? MIDDLE) - MIDDLE));
  return most;
};

const partOf = ({ x, y }: Spot, reach: number): Part => {
  const third = (value: number) => (value < MIDDLE - reach / 4 ? 0 : value > MIDDLE + reach / 4 ? 2 : 1);
  const [across, down] = [ACROSS[third(x)] ?? "middle", DOWN[third(y)] ?? "middle"];
  if (across === "middle") return down;
  return down === "middle" ? across : `${down}-${across}`;
};

const spreadOf = (own: number, all: number): Spread => (own < 0.4 * all ? "tight" : own < 0.75 * all ? "loose" : "wide");

const gapOf = (between: number, radii: number): Gap => (between < radii ? "mixed" : between < 2 * radii ? "beside" : "apart");
