import { lookOf, path, UNGROUPED } from "../map/shapes";
import { sunflower, type Drifting } from "./clouds";

/** The picture reaches a little beyond the map's edge, where letters may stand. */
const EDGE = 140;
const HEIGHT = 0.62;

const MARK = 3.4;
/** Marks closer than this cannot be told apart; people who answer all alike stand in one place. */
const LEAST_REACH = 8;
/** A group's letter, and the room around it that is clear of marks. */
const LETTER = 16;
const CLEAR = 14;

/** One moment of the course. A mark is so many people (`each`), and stands for its group, nobody's own place. */
export const ReplayMap = ({ clouds, each, label }: { clouds: readonly Drifting[]; each: number; label: string }) => (
  <svg
    class="replay__map"
    viewBox={`${-EDGE} ${-EDGE * HEIGHT} ${2 * EDGE} ${2 * EDGE * HEIGHT}`}
    role="img"
    aria-label={label}
    direction="ltr"
  >
    {clouds.map((cloud) => {
      const { colour, shape } = isTheReports(cloud.group) ? lookOf(cloud.group) : UNGROUPED;
      const marks = Math.max(1, Math.round(cloud.people / each));
      const outline = path(shape);
      return (
        <g
          key={cloud.group}
          transform={`translate(${cloud.x} ${cloud.y * HEIGHT})`}
          style={{ fill: `var(${colour})`, opacity: cloud.seen }}
        >
          {sunflower(marks, Math.max(LEAST_REACH, cloud.reach), isTheReports(cloud.group) ? CLEAR : 0).map(([x, y], mark) => (
            <path key={mark} d={outline} transform={`translate(${x} ${y}) scale(${MARK})`} />
          ))}
        </g>
      );
    })}
    {clouds.map(
      ({ group, x, y, seen }) =>
        isTheReports(group) && (
          <g key={group} class="replay__letter" transform={`translate(${x} ${y * HEIGHT})`} style={{ opacity: seen }}>
            <rect x={-LETTER / 2} y={-LETTER / 2} width={LETTER} height={LETTER} rx={3} style={{ fill: `var(${lookOf(group).colour})` }} />
            <text text-anchor="middle" dominant-baseline="central">
              {group}
            </text>
          </g>
        ),
    )}
  </svg>
);

/** A group that is in the result has a capital letter; one that did not last has a small one, and no colour. */
const isTheReports = (group: string): boolean => /^[A-Z]/.test(group);
