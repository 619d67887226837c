/**
 * The form of each opinion group's dots, so that colour is never the only cue. One definition for the pixels on the
 * map and for the marks in legends.
 */

/** Corners in units of the dot's radius, y downwards; a disc has none. */
export interface Shape {
  name: string;
  corners: readonly (readonly [number, number])[];
}

const DISC: Shape = { name: "disc", corners: [] };

export const SHAPES: readonly [Shape, ...Shape[]] = [
  DISC,
  { name: "square", corners: [[-0.87, -0.87], [0.87, -0.87], [0.87, 0.87], [-0.87, 0.87]] },
  { name: "triangle", corners: [[0, -1.15], [1.1, 0.85], [-1.1, 0.85]] },
  { name: "diamond", corners: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]] },
  {
    name: "plus",
    corners: [
      [-0.42, -1.1], [0.42, -1.1], [0.42, -0.42], [1.1, -0.42], [1.1, 0.42], [0.42, 0.42],
      [0.42, 1.1], [-0.42, 1.1], [-0.42, 0.42], [-1.1, 0.42], [-1.1, -0.42], [-0.42, -0.42],
    ],
  },
  { name: "pennant", corners: [[-1.1, -0.85], [1.1, -0.85], [0, 1.15]] },
];

/** How far the widest shape reaches from its centre, in radii. */
export const REACH = 1.25;

/** How many colours the tokens `--group-1` .. have for groups. */
const COLOURS = 6;

/** How the dots of a group look: the token of its colour, and its shape. */
export interface Look {
  colour: string;
  shape: Shape;
}

/** People in no opinion group. */
export const UNGROUPED: Look = { colour: "--group-none", shape: DISC };

/**
 * By the group's letter, which it keeps for life; its place in the map's list changes when another group dissolves.
 * Thirty-six groups look different from one another.
 */
export const lookOf = (label: string): Look => {
  const number = Math.max(0, (label.codePointAt(0) ?? 65) - 65);
  const round = Math.floor(number / COLOURS);
  return {
    colour: `--group-${(number % COLOURS) + 1}`,
    shape: SHAPES[(number + round) % SHAPES.length] ?? DISC,
  };
};

/** Whether the point, in radii from the centre, lies in the shape. */
export const isInside = (shape: Shape, x: number, y: number): boolean => {
  if (shape.corners.length === 0) return x * x + y * y <= 1;
  let inside = false;
  let [px, py] = shape.corners.at(-1) ?? [0, 0];
  for (const [cx, cy] of shape.corners) {
    // Even-odd rule: count the edges to the right of the point.
    if (cy > y !== py > y && x < ((px - cx) * (y - cy)) / (py - cy) + cx) inside = !inside;
    [px, py] = [cx, cy];
  }
  return inside;
};

/** The shape as an SVG path, in a view box of -1.25 .. 1.25. */
export const path = ({ corners }: Shape): string =>
  corners.length === 0
    ? "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z"
    : `M${corners.map(([x, y]) => `${x} ${y}`).join("L")}z`;
