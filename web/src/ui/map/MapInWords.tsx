import { useMemo } from "preact/hooks";

import { language, t } from "../../text";
import { factsOf, type DrawnMap, type GroupFacts, type Neighbour, type OwnFacts } from "./facts";
import { GroupMark } from "./GroupMark";
import "./words.css";

interface Props {
  map: DrawnMap & { readonly at: number; readonly votes: number };
  /** The dot of the person who is looking. */
  ownDot?: number | undefined;
  /** As of when it stands, in words; else the time of day when it was made. */
  asOf?: string | undefined;
  /** What every group answers alike; undefined where that is not to be known, or stands beside it. */
  common?: readonly { id: string; text: string; language: string }[] | undefined;
}

/** All that the picture of the map shows, in sentences and as a table. Its words are those of `text/map.*.json`. */
export const MapInWords = ({ map, ownDot, asOf, common }: Props) => {
  const facts = useMemo(() => factsOf(map, ownDot), [map, ownDot]);
  const { groups, people, ungrouped, own } = facts;
  return (
    <div class="map-words">
      <p>
        {t("map.words.people", { n: people })}{" "}
        {groups.length === 0 ? t("map.words.no-groups") : t("map.words.groups", { n: groups.length })}{" "}
        {ungrouped > 0 && groups.length > 0 && `${t("map.ungrouped", { n: ungrouped })}. `}
        {t("map.words.age", { time: asOf ?? clockTime(map.at), n: map.votes })}
      </p>
      {own !== undefined && <p class="map-words__own">{ownInWords(own)}</p>}
      {groups.length > 0 && <GroupTable groups={groups} own={own?.group} />}
      {groups.length > 0 && <p class="map-words__how">{t("map.words.how")}</p>}
      {common !== undefined && groups.length > 0 && (
        <>
          <p>{common.length === 0 ? t("map.words.common-none") : t("map.words.common", { n: common.length })}</p>
          <ul>
            {common.map(({ id, text, language: tag }) => (
              <li key={id} dir="auto" lang={tag}>
                {text}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
};

const GroupTable = ({ groups, own }: { groups: readonly GroupFacts[]; own: string | undefined }) => {
  const shown = COLUMNS.filter((column) => groups.some((group) => CELLS[column](group) !== undefined));
  return (
    <div class="map-words__scroll" tabIndex={0} role="group" aria-label={t("map.words.table")}>
      <table>
        <caption class="visually-hidden">{t("map.words.table")}</caption>
        <thead>
          <tr>
            {(["group", ...shown] as const).map((column) => (
              <th key={column} scope="col">
                {t(`map.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.label}>
              <th scope="row">
                <span class="map-words__mark">
                  <GroupMark group={group.label} />
                </span>{" "}
                <bdi>{group.label}</bdi> <span class="map-words__shape">({t(`map.shape.${group.shape}`)})</span>
                {group.label === own && <em class="map-words__you">{t("map.you")}</em>}
              </th>
              {shown.map((column) => (
                <td key={column}>{CELLS[column](group) ?? "–"}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const neighbour = (other: Neighbour | undefined): string | undefined =>
  other && t(`map.gap.${other.gap}`, { label: other.label });

const CELLS = {
  size: ({ size }: GroupFacts) => new Intl.NumberFormat(language.value).format(size),
  part: ({ part }: GroupFacts) => t(`map.part.${part}`),
  spread: ({ spread }: GroupFacts) => t(`map.spread.${spread}`),
  nearest: ({ nearest }: GroupFacts) => neighbour(nearest),
  farthest: ({ farthest }: GroupFacts) => neighbour(farthest),
} as const satisfies Record<string, (group: GroupFacts) => string | undefined>;

const COLUMNS = ["size", "part", "spread", "nearest", "farthest"] as const;

const ownInWords = ({ group, depth, part, nearest }: OwnFacts): string => {
  const place = { part: t(`map.part.${part}`), nearest: nearest ?? "" };
  if (group !== undefined) {
    const inGroup = t("map.words.own-in", { label: group, depth: t(`map.depth.${depth}`), ...place });
    return nearest === undefined ? inGroup : `${inGroup} ${t("map.words.own-next", place)}`;
  }
  const inNone = t("map.words.own-none", place);
  return nearest === undefined ? inNone : `${inNone} ${t("map.words.own-nearest", place)}`;
};

const clockTime = (ms: number): string =>
  new Date(ms).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
