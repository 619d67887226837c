/** The course of a map from one keyframe to the next. Pure: the time comes in as an argument. */

/** Where the people of a group, or in none (""), stood at a moment, all of them as one; -127 to 127 across. */
export interface Cloud {
  readonly group: string;
  readonly people: number;
  readonly x: number;
  readonly y: number;
  readonly reach: number;
}

/** A cloud on its way. seen: 0-1, how far it is there yet, or still. */
export interface Drifting extends Cloud {
  readonly seen: number;
}

/** The clouds at a time between the frames; 1.5 is half-way from the second to the third. In a fixed order. */
export const cloudsAt = (frames: readonly (readonly Cloud[])[], time: number): Drifting[] => {
  const before = Math.max(0, Math.min(frames.length - 1, Math.floor(time)));
  const share = eased(time - before);
  const from = new Map((frames[before] ?? []).map((cloud) => [cloud.group, cloud]));
  const to = new Map((frames[before + 1] ?? frames[before] ?? []).map((cloud) => [cloud.group, cloud]));
  return [...new Set([...from.keys(), ...to.keys()])].sort().flatMap((group): Drifting[] => {
    const [old, next] = [from.get(group), to.get(group)];
    if (old && next) return [{ ...between(old, next, share), seen: 1 }];
    if (next) return [{ ...next, seen: share }];
    return old ? [{ ...old, seen: 1 - share }] : [];
  });
};

const between = (from: Cloud, to: Cloud, share: number): Cloud => {
  const way = (a: number, b: number) => a + (b - a) * share;
  return {
    group: to.group,
    people: way(from.people, to.people),
    x: way(from.x, to.x),
    y: way(from.y, to.y),
    reach: way(from.reach, to.reach),
  };
};

/** Sets off gently and comes to rest gently. */
const eased = (share: number): number => share * share * (3 - 2 * share);

/** Turn by which one mark follows the last in a sunflower: they lie evenly, however many they are. */
export const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/**
 * So many places around a middle, evenly, the root of their mean square at `reach`, and none nearer than `least`. A single
 * one stays at the middle, or at `least` from it: further off it would lie in another group's place.
 */
export const sunflower = (marks: number, reach: number, least = 0): [number, number][] =>
  Array.from({ length: marks }, (_, mark) => {
    const far = marks === 1 ? least : Math.max(least, reach * Math.SQRT2 * Math.sqrt((mark + 0.5) / marks));
    return [far * Math.cos(mark * GOLDEN), far * Math.sin(mark * GOLDEN)];
  });
