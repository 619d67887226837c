import { language, t } from "../../text";
import { isolated } from "../../text/isolated";
import type { MapState } from "../../view/maps";
import { reasonFor } from "../../view/notes";
import { GroupMark } from "../map/GroupMark";
import { MapInWords } from "../map/MapInWords";
import { OpinionMap } from "../map/OpinionMap";
import { hasPlaces, peopleIn } from "../map/scale";
import { Happenings } from "./Happenings";
import { PromptLine } from "./PromptLine";
import { TooEarly } from "./TooEarly";
import type { Showing } from "./showing";

/** How many statements are named that every group answers alike: as many as their own scene shows. */
const MOST_COMMON = 4;

/** The live map, as large as the screen allows; what it shows is there in words too, and comes up under the tabulator key. */
export const MapScene = ({ showing: { prompt, map, statements, slowly } }: { showing: Showing }) => (
  <section class="scene scene--map">
    {prompt && <PromptLine prompt={prompt} />}
    <h1 class="visually-hidden">{t("scene.map")}</h1>
    {map === undefined || !hasPlaces(map.places) ? (
      <TooEarly notes={map?.notes ?? []} />
    ) : (
      <div class="scene-map__body">
        <div class="scene-map__map">
          <OpinionMap map={map} slowly={slowly} label={t("map.label", { prompt: isolated(prompt?.text ?? "") })} />
        </div>
        <Legend map={map} />
        <Happenings map={map} />
        <div class="scene-map__words" tabIndex={0} role="group" aria-label={t("map.words.title")}>
          <h2>{t("map.words.title")}</h2>
          <MapInWords
            map={map}
            common={map.findings?.common_ground.flatMap((id) => statements.get(id) ?? []).slice(0, MOST_COMMON)}
          />
        </div>
      </div>
    )}
  </section>
);

const Legend = ({ map }: { map: MapState }) => {
  const people = peopleIn(map.groups);
  const placed = map.groupsList.reduce((sum, group) => sum + group.size, 0);
  return (
    <div class="legend">
      <h2>{t("legend.title")}</h2>
      <ul>
        {map.groupsList.map(({ label, size }) => (
          <li key={label}>
            <GroupMark group={label} />
            <span class="legend__label">{t("findings.group", { label })}</span>
            <LegendSize people={size} />
          </li>
        ))}
        {people > placed && (
          <li class="legend__ungrouped">
            <span class="group-mark group-mark--none" aria-hidden="true" />
            <span class="legend__label">{t("legend.no-group")}</span>
            <LegendSize people={people - placed} />
          </li>
        )}
      </ul>
      {map.groupsList.length === 0 && (
        <p class="legend__why">
          {t(`too-early.${reasonFor(map.notes)}`)}
          {map.wanted > 0 && ` ${t("legend.wanted", { n: map.wanted })}`}
        </p>
      )}
      {map.isCut && map.groupsList.length > 0 && <p class="legend__note">{t("legend.cut")}</p>}
      <p class="legend__note">{t("legend.how-to-read")}</p>
    </div>
  );
};

const LegendSize = ({ people }: { people: number }) => (
  <span class="legend__size">
    <span aria-hidden="true">{new Intl.NumberFormat(language.value).format(people)}</span>
    <span class="visually-hidden">{t("numbers.people", { n: people })}</span>
  </span>
);
