import { GroupMark } from "../../ui/map/GroupMark";
import { sideOf } from "../../ui/scenes/answers";
import { reasonFor } from "../../view/notes";
import { type MapState, NO_GROUP } from "../../view/view";
import type { StatementView } from "../../wire/messages";
import { t } from "../later-words";
import { asRead } from "../reading";

interface Props {
  map: MapState;
  /** The owner's group, by its place in the list; NO_GROUP for none. */
  own: number;
  statements: ReadonlyMap<string, StatementView>;
}

/** How many of what is typical of a group a phone shows. */
const MOST_TYPICAL = 2;

const SIDES = [
  ["agree", "room.group-says"],
  ["disagree", "room.group-rejects"],
] as const;

/** Which side the group at that place takes on the statement. */
const sideIn = (map: MapState, statement: string, place: number) => {
  const tally = map.findings?.results.get(statement)?.by_group[place];
  return tally && sideOf(tally);
};

const Shared = ({ title, statements }: { title: string; statements: readonly StatementView[] }) =>
  statements.length === 0 ? null : (
    <div class="groups__shared">
      <p class="quiet">{title}</p>
      <ul>
        {statements.map((one) => (
          <li key={one.id} class="voice" dir="auto" lang={asRead(one).language}>
            {asRead(one).text}
          </li>
        ))}
      </ul>
    </div>
  );

/** The map in words: who stands together, how many they are, and, once revealed, what they share. */
export const Groups = ({ map, own, statements }: Props) => {
  const ungrouped = map.groups.reduce((sum, group) => sum + (group === NO_GROUP ? 1 : 0), 0);
  if (map.groupsList.length === 0) {
    return <p class="quiet">{t(map.notes.length === 0 ? "room.no-groups" : `too-early.${reasonFor(map.notes)}`)}</p>;
  }
  return (
    <ul class="groups">
      {map.groupsList.map(({ label, size }, place) => {
        const typical = (map.findings?.representative[place] ?? [])
          .map((id) => statements.get(id))
          .filter((one) => one !== undefined);
        return (
          <li key={label}>
            <p class="groups__line">
              <span class="groups__mark">
                <GroupMark group={label} />
              </span>
              <strong>{t("room.group", { label })}</strong>
              <span>{t("room.people", { n: size })}</span>
              {place === own && <em>{t("room.group-you")}</em>}
            </p>
            {SIDES.map(([side, title]) => (
              <Shared
                key={side}
                title={t(title)}
                statements={typical.filter(({ id }) => sideIn(map, id, place) === side).slice(0, MOST_TYPICAL)}
              />
            ))}
          </li>
        );
      })}
      {ungrouped > 0 && (
        <li class="groups__line quiet">
          {t("room.ungrouped")}: {t("room.people", { n: ungrouped })}
        </li>
      )}
    </ul>
  );
};
