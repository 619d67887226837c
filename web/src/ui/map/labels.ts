/** Where the groups' labels stand: at their group's centre, moved apart where they would lie on one another. */

export interface Spot {
  x: number;
  y: number;
}

const ROUNDS = 40;

/**
 * The spots, no two nearer than `width` across and `height` down where there is room for that, all inside the picture.
 * The order of the list decides which way labels on the very same spot go, so equal maps get equal labels.
 */
export const spread = (
  spots: readonly Spot[],
  label: { width: number; height: number },
  picture: { width: number; height: number },
): Spot[] => {
  const placed = spots.map((spot) => ({ ...spot }));
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const [i, one] of placed.entries()) {
      for (const other of placed.slice(i + 1)) moved = pushApart(one, other, label) || moved;
      one.x = within(one.x, label.width / 2, picture.width);
      one.y = within(one.y, label.height / 2, picture.height);
    }
    if (!moved) break;
  }
  return placed;
};

const pushApart = (one: Spot, other: Spot, label: { width: number; height: number }): boolean => {
  const across = label.width - Math.abs(one.x - other.x);
  const down = label.height - Math.abs(one.y - other.y);
  if (across <= 0.5 || down <= 0.5) return false;
  if (down <= across) {
    const step = (one.y <= other.y ? 1 : -1) * (down / 2);
    one.y -= step;
    other.y += step;
  } else {
    const step = (one.x <= other.x ? 1 : -1) * (across / 2);
    one.x -= step;
    other.x += step;
  }
  return true;
};

const within = (value: number, margin: number, size: number): number =>
  Math.max(margin, Math.min(size - margin, value));
