import { useMemo } from "preact/hooks";

import { NO_GROUP } from "../ui/map/scale";
import { MapInWords } from "../ui/map/MapInWords";
import { ownBallot } from "./own";
import type { Prompt, Report } from "./report";
import { t, time } from "./words";

/** What the picture of the map shows, in sentences and as a table: for those who do not see it, and for quoting. */
export const MapTable = ({ prompt, report }: { prompt: Prompt; report: Report }) => {
  const map = useMemo(() => drawn(prompt), [prompt]);
  const own = useMemo(() => ownBallot(prompt, report.event.code), [prompt]);
  return (
    <details class="map-table">
      <summary>{t("map.words.title")}</summary>
      <MapInWords map={{ ...map, at: report.edition.made_ms }} asOf={time(report.edition.made_ms)} ownDot={own} />
    </details>
  );
};

/** The report's dots as the live map has them; a group's middle is that of its people. */
const drawn = ({ dots, result }: Prompt) => {
  const middles = result.groups.map(() => ({ people: 0, x: 0, y: 0 }));
  dots.group.forEach((group, dot) => {
    const middle = middles[group];
    if (middle === undefined) return;
    middle.people += 1;
    middle.x += dots.x[dot] ?? 0;
    middle.y += dots.y[dot] ?? 0;
  });
  return {
    places: dots.x.flatMap((x, dot) => [x, dots.y[dot] ?? 0]),
    groups: Uint8Array.from(dots.group, (group) => (group < result.groups.length ? group : NO_GROUP)),
    groupsList: result.groups.map(({ label, size }, place) => {
      const { people, x, y } = middles[place] ?? { people: 0, x: 0, y: 0 };
      return { label, size, x: x / Math.max(people, 1), y: y / Math.max(people, 1) };
    }),
    votes: result.votes,
  };
};
