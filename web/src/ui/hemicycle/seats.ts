/** Where the seats of a hemicycle are: rows of arcs round the speaker, filled from one side to the other. Pure. */

export interface Seat {
  x: number;
  y: number;
}

export interface Seating {
  /** In a box of -1 .. 1 across and 0 .. 1 up, in the order in which they are taken: from the left to the right. */
  seats: readonly Seat[];
  /** Of one seat's mark, in the same units. */
  radius: number;
  /** How many people one seat stands for. */
  each: number;
}

/** More marks than this are no longer told apart from the last row of a hall. */
const MOST = 360;

/** How full the hall looks at most: there is always room for whoever comes next. */
const FULLEST = 0.85;

const STEP = 60;
const INNER = 0.38;

/** The seating for that many people. Halls grow in steps, so that seats do not move with everybody who comes. */
export const seatingFor = (people: number): Seating => {
  const each = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => people / size <= MOST * FULLEST) ?? 5000;
  const count = Math.ceil(Math.max(1, people / each / FULLEST) / STEP) * STEP;
  return { ...arranged(count), each };
};

/** That many seats, in as many rows as make them evenly spaced. */
const arranged = (count: number): { seats: Seat[]; radius: number } => {
  const rows = Math.max(3, Math.round(Math.sqrt(count / 6)));
  const gap = (1 - INNER) / (rows - 1);
  const radii = Array.from({ length: rows }, (_, row) => INNER + row * gap);
  const total = radii.reduce((sum, one) => sum + one, 0);
  const seats: (Seat & { angle: number })[] = [];
  radii.forEach((radius, row) => {
    const here = row === rows - 1 ? count - seats.length : Math.round((count * radius) / total);
    for (let i = 0; i < here; i++) {
      const angle = Math.PI * (1 - i / (here - 1));
      seats.push({ x: radius * Math.cos(angle), y: radius * Math.sin(angle), angle });
    }
  });
  seats.sort((one, other) => other.angle - one.angle || one.y - other.y);
  return { seats, radius: Math.min(gap, (Math.PI * total) / count) * 0.34 };
};
