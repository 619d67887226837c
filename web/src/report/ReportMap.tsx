import { useMemo, useState } from "preact/hooks";

import { spread } from "../ui/map/labels";
import { dotRadius, insetFor, MIDDLE, NO_GROUP, scaleTo, zoomed, zoomFor } from "../ui/map/scale";
import { lookOf, type Shape, SHAPES, UNGROUPED } from "../ui/map/shapes";
import { middles, placesOf, setApart } from "./dots";
import { ownBallot } from "./own";
import type { Prompt, Report } from "./report";
import { t } from "./words";
import "../ui/map/tokens.css";

const WIDTH = 1000;
const MOST_HEIGHT = 620;
const LEAST_HEIGHT = 340;

/** Beyond so many dots each is a point: forms could no longer be told apart, and would cost time. */
const MOST_SHAPES = 4_000;

interface Layer {
  name: string;
  colour: string;
  shape: Shape;
  scale: number;
}

/** How the dots look when they are coloured by their answer to one statement. */
const ANSWERS: readonly (Layer & { mark: string })[] = [
  { name: "none", mark: ".", colour: "--group-none", shape: SHAPES[0], scale: 0.5 },
  { name: "other", mark: "?", colour: "--group-none", shape: SHAPES[4] ?? SHAPES[0], scale: 0.9 },
  { name: "passed", mark: "0", colour: "--on-map", shape: SHAPES[4] ?? SHAPES[0], scale: 0.9 },
  { name: "disagree", mark: "-", colour: "--group-2", shape: SHAPES[3] ?? SHAPES[0], scale: 1 },
  { name: "agree", mark: "+", colour: "--group-1", shape: SHAPES[0], scale: 1 },
];

/**
 * The opinion map as it stood at the end: one mark a person, by group or by their answer to a statement. A drawing, not
 * a canvas, so that paper gets it sharp.
 */
export const ReportMap = ({ prompt, report }: { prompt: Prompt; report: Report }) => {
  const [statement, setStatement] = useState(0);
  const own = useMemo(() => ownBallot(prompt, report.event.code), [prompt]);
  const { dots, result, columns, ballots } = prompt;
  const places = useMemo(() => {
    const flat = placesOf(dots);
    return zoomed(flat, zoomFor(flat, 1));
  }, [dots]);
  const radius = dotRadius(WIDTH, MOST_HEIGHT, dots.x.length);
  const groups = useMemo(() => middles(prompt, places), [prompt, places]);
  const apart = useMemo(() => setApart(places, dots.x.length > MOST_SHAPES ? 0 : radius), [places, radius]);
  const reach = apart.reduce((most, move) => Math.max(most, Math.abs(move)), 0);
  const { startX, stepX, startY, stepY } = scaleTo(WIDTH, MOST_HEIGHT, insetFor(radius) + reach);
  const height = useMemo(() => heightFor(places, stepY, reach), [places, stepY, reach]);
  const drawnAt = (x: number, y: number): [number, number] => [
    x * stepX + startX,
    y * stepY + startY - (MOST_HEIGHT - height) / 2,
  ];
  const at: At = (dot) => {
    const [x, y] = drawnAt(places[2 * dot] ?? 0, places[2 * dot + 1] ?? 0);
    return [x + (apart[2 * dot] ?? 0), y + (apart[2 * dot + 1] ?? 0)];
  };
  const column = columns.indexOf(statement);
  const layers: (Layer & { dots: number[] })[] =
    column < 0
      ? [
          { name: "", ...UNGROUPED, scale: 0.7, dots: where(dots.group, (group) => group === NO_GROUP) },
          ...result.groups.map(({ label }, place) => ({
            name: label,
            ...lookOf(label),
            scale: 1,
            dots: where(dots.group, (group) => group === place),
          })),
        ]
      : ANSWERS.map((layer) => ({ ...layer, dots: where(ballots, (ballot) => (ballot[column] ?? ".") === layer.mark) }));

  return (
    <figure class="map">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={t("map.what", { n: dots.x.length })} direction="ltr">
        {layers.map((layer) => (
          <path
            key={layer.name}
            class="map__dots"
            d={drawn(layer, radius * layer.scale, at, dots.x.length > MOST_SHAPES)}
            style={
              dots.x.length > MOST_SHAPES
                ? { stroke: `var(${layer.colour})`, strokeWidth: `${2 * radius * layer.scale}px` }
                : { fill: `var(${layer.colour})` }
            }
          />
        ))}
        {own !== undefined && <Own at={at(own)} radius={radius} />}
        {column < 0 && <Letters groups={groups.map((one) => ({ ...one, at: drawnAt(one.x, one.y) }))} height={height} />}
      </svg>
      <figcaption>
        <p>{t("map.how")}</p>
        {!report.privacy.ballots && <p>{t("map.crowds", { k: report.privacy.k })}</p>}
        {own !== undefined && <p>{t("map.own")}</p>}
        {report.privacy.ballots && columns.length > 0 && (
          <label class="map__by">
            {t("map.by")}
            <select value={statement} onChange={(event) => setStatement(Number(event.currentTarget.value))}>
              <option value={0}>{t("map.by-group")}</option>
              {prompt.statements
                .filter(({ number }) => columns.includes(number))
                .map(({ number, text }) => (
                  <option key={number} value={number}>
                    #{number} {text}
                  </option>
                ))}
            </select>
          </label>
        )}
        {column >= 0 && (
          <ul class="map__key">
            {layers.filter(({ name, dots: people }) => name !== "other" || people.length > 0).toReversed().map(({ name, dots: people }) => (
              <li key={name} class={`map__key-${name}`}>
                {t(`map.key-${name as "agree"}`, { n: people.length })}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
    </figure>
  );
};

/** As much of the picture as the dots need: paper and phones have better use for the rest. */
const heightFor = (places: ArrayLike<number>, stepY: number, reach: number): number => {
  let farthest = 0;
  for (let i = 1; i < places.length; i += 2) farthest = Math.max(farthest, Math.abs((places[i] as number) - MIDDLE));
  return Math.round(Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, 2 * (farthest * stepY + reach) + 60)));
};

const where = <Value,>(values: readonly Value[], holds: (value: Value) => boolean): number[] =>
  values.flatMap((value, place) => (holds(value) ? [place] : []));

type At = (dot: number) => [number, number];

/** One path for all dots of a layer. */
const drawn = (layer: Layer & { dots: number[] }, radius: number, at: At, asPoints: boolean): string =>
  layer.dots
    .map((dot) => {
      const [x, y] = at(dot);
      if (asPoints) return `M${short(x)} ${short(y)}h0`;
      const { corners } = layer.shape;
      if (corners.length === 0) {
        const r = short(radius);
        return `M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
      }
      return `M${corners.map(([cx, cy]) => `${short(x + cx * radius)} ${short(y + cy * radius)}`).join("L")}z`;
    })
    .join("");

const short = (value: number): number => Math.round(value * 10) / 10;

const Own = ({ at: [x, y], radius }: { at: [number, number]; radius: number }) => (
  <circle class="map__own" cx={x} cy={y} r={radius * 2 + 6} />
);

/** Each group's letter at its middle, or as near as the other letters allow. */
const Letters = ({ groups, height }: { groups: readonly { label: string; at: [number, number] }[]; height: number }) => {
  const em = 34;
  const spots = spread(
    groups.map(({ at: [x, y] }) => ({ x, y })),
    { width: em * 1.6, height: em * 1.4 },
    { width: WIDTH, height },
  );
  return (
    <>
      {groups.map(({ label }, place) => {
        const { x, y } = spots[place] ?? { x: 0, y: 0 };
        return (
          <g key={label} class="map__letter" transform={`translate(${x} ${y})`}>
            <rect x={-em * 0.7} y={-em * 0.65} width={em * 1.4} height={em * 1.3} rx={8} style={{ fill: `var(${lookOf(label).colour})` }} />
            <text text-anchor="middle" dominant-baseline="central" font-size={em * 0.85}>
              {label}
            </text>
          </g>
        );
      })}
    </>
  );
};
