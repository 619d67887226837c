import { useMemo } from "preact/hooks";

import { MapInWords } from "../ui/map/MapInWords";
import { middles, placesOf } from "./dots";
import { ownBallot } from "./own";
import type { Prompt, Report } from "./report";
import { t, time } from "./words";

/** What the picture of the map shows, in sentences and as a table: for those who do not see it, and for quoting. */
export const MapTable = ({ prompt, report }: { prompt: Prompt; report: Report }) => {
  const at = report.edition.made_ms;
  const map = useMemo(() => ({ ...drawn(prompt), at }), [prompt, at]);
  const own = useMemo(() => ownBallot(prompt, report.event.code), [prompt]);
  return (
    <details class="map-table">
      <summary>{t("map.words.title")}</summary>
      <MapInWords map={map} asOf={time(at)} ownDot={own} />
    </details>
  );
};

/** The report's dots as the live map has them. */
const drawn = (prompt: Prompt) => {
  const places = placesOf(prompt.dots);
  return {
    places,
    groups: Uint8Array.from(prompt.dots.group),
    groupsList: middles(prompt, places),
    votes: prompt.result.votes,
  };
};
