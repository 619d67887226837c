import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { t } from "../../text";
import type { DrawnMap } from "./facts";
import { spread } from "./labels";
import { JOURNEY_MS, SLOW_MS } from "./painter";
import { painter, type Painting, paintingOf } from "./painting";
import { paletteAt } from "./palette";
import { isLine, piled } from "./piles";
import { dotRadius, insetFor, VACANT, scaleTo, zoomed, zoomFor } from "./scale";
import { lookOf } from "./shapes";
import "./tokens.css";
import "./map.css";

/** An ellipse: its half-axes, and how far the longer one is turned from the first axis to the second. */
export interface Region {
  readonly reach: number;
  readonly breadth: number;
  readonly turn: number;
}

interface Props {
  map: DrawnMap | undefined;
  /** The dot of the person who is looking. */
  ownDot?: number | undefined;
  /** Where that person's place lies with good reason, around the dot; in the map's units and radians. */
  region?: Region | undefined;
  /** What the picture is of, for those who do not see it. */
  label: string;
  /** The next map is more than a step away: dots take their time. */
  slowly?: boolean | undefined;
}

interface Size {
  width: number;
  height: number;
}

/**
 * The live opinion map: one dot a person, near those who vote alike; the axes mean nothing. Fills its container. What it
 * shows is said by `MapInWords`, which stands beside it on every page.
 */
export const OpinionMap = ({ map, ownDot, region, label, slowly = false }: Props) => {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const painting = useRef<Painting>(undefined);
  const labels = useRef<readonly string[]>([]);
  const zoom = useRef(1);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const worker = painter.value;

  zoom.current = useMemo(() => zoomFor(map?.places ?? [], zoom.current), [map]);

  useLayoutEffect(() => {
    const [box, drawn] = [frame.current, canvas.current];
    if (box === null || drawn === null) return;
    const painted = paintingOf(drawn, worker, (x, y, radius) => placeRing(ring.current, x, y, radius));
    painting.current = painted;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = box;
      painted.resize(width, height, devicePixelRatio);
      setSize({ width, height });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    const stopColours = onNewColours(() => painted.recolour(paletteAt(drawn, labels.current)));
    return () => {
      observer.disconnect();
      stopColours();
      painted.stop();
    };
  }, [worker]);

  const isPlaced = map !== undefined && ownDot !== undefined && (map.groups[ownDot] ?? VACANT) !== VACANT;
  useEffect(() => {
    if (map === undefined || canvas.current === null) return;
    labels.current = map.groupsList.map((group) => group.label);
    const places = zoomed(map.places, zoom.current);
    const journey_ms = wantsMotion() ? (slowly ? SLOW_MS : JOURNEY_MS) : 0;
    const shown = {
      places: piledIn(places, size),
      groups: map.groups,
      labels: labels.current,
      own: isPlaced ? ownDot : undefined,
    };
    painting.current?.show(shown, paletteAt(canvas.current, labels.current), journey_ms);
  }, [map, ownDot, size, worker]); // not `slowly`: it says how, not that

  return (
    <figure class="opinion-map">
      <figcaption class="visually-hidden">{label}</figcaption>
      <div class="opinion-map__picture" ref={frame} aria-hidden="true">
        <canvas key={worker ? "worker" : "page"} ref={canvas} />
        {map !== undefined && size.width > 0 && <GroupLabels map={map} zoom={zoom.current} size={size} />}
        <div class="opinion-map__you" ref={ring} hidden={!isPlaced}>
          {isPlaced && region && region.reach > 0 && (
            <LikelyRegion region={region} zoom={zoom.current} size={size} people={map.groups.length} />
          )}
          <span>{t("map.you")}</span>
        </div>
      </div>
      {map === undefined && <p class="visually-hidden">{t("map.none")}</p>}
    </figure>
  );
};

/** The places with those of a line piled up: a second axis thinner than a dot would only hide how many are where. */
const piledIn = (places: Float32Array, { width, height }: Size): Float32Array => {
  if (width === 0) return places;
  const radius = dotRadius(width, height, places.length / 2);
  const inset = insetFor(radius);
  const scale = scaleTo(width, height, inset);
  return isLine(places, radius / scale.stepY) ? piled(places, scale, radius, 0.6 * height) : places;
};

/** Each group's letter, at its centre or as near as the other letters allow. */
const GroupLabels = ({ map, zoom, size }: { map: DrawnMap; zoom: number; size: Size }) => {
  const em = Math.max(14, Math.min(size.width, size.height) * 0.05);
  const { startX, stepX, startY, stepY } = scaleTo(
    size.width,
    size.height,
    insetFor(dotRadius(size.width, size.height, map.groups.length)),
  );
  const centres = map.groupsList.map((group) => {
    const [x = 0, y = 0] = zoomed([group.x, group.y], zoom);
    return { x: x * stepX + startX, y: y * stepY + startY };
  });
  const spots = spread(centres, { width: em * 1.8, height: em * 1.6 }, size);
  return (
    <>
      {map.groupsList.map(({ label }, index) => {
        const { x = 0, y = 0 } = spots[index] ?? {};
        return (
          <span
            key={label}
            class="opinion-map__group"
            style={{
              fontSize: `${em}px`,
              transform: `translate(${x}px, ${y}px) translate(-50%, -50%)`,
              background: `var(${lookOf(label).colour})`,
            }}
          >
            <bdi>{label}</bdi>
          </span>
        );
      })}
    </>
  );
};

/** Where one's own place lies with good reason: around the dot, and so moved with it. */
const LikelyRegion = (props: { region: Region; zoom: number; size: Size; people: number }) => {
  const { region, zoom, size, people } = props;
  const { stepX, stepY } = scaleTo(size.width, size.height, insetFor(dotRadius(size.width, size.height, people)));
  const turn = (region.turn * 180) / Math.PI;
  // Where people differ along one line only, the other half-axis is nothing: drawn as wide as one's own ring.
  const step = Math.min(stepX, stepY) * zoom;
  const least = step > 0 ? RING_PX / step : 0;
  return (
    <svg class="opinion-map__region" width="1" height="1">
      <ellipse
        rx={Math.max(region.reach, least)}
        ry={Math.max(region.breadth, least)}
        transform={`scale(${stepX * zoom} ${stepY * zoom}) rotate(${turn})`}
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
};

const RING_PX = 11;

const placeRing = (ring: HTMLDivElement | null, x: number, y: number, radius: number) => {
  if (ring === null) return;
  ring.style.transform = `translate(${x}px, ${y}px)`;
  ring.style.setProperty("--ring", `${radius * 2 + 10}px`);
};

const wantsMotion = (): boolean => !matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Calls back when the page goes from light to dark or back, by the system's setting or its own. */
const onNewColours = (call: () => void): (() => void) => {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", call);
  const theme = new MutationObserver(call);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme", "style"] });
  return () => {
    scheme.removeEventListener("change", call);
    theme.disconnect();
  };
};
