import { GroupMark } from "../../ui/map/GroupMark";
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

/** The map in words: who stands together, how many they are, and, once revealed, what they share. */
export const Groups = ({ map, own, statements }: Props) => {
  const ungrouped = map.groups.reduce((sum, group) => sum + (group === NO_GROUP ? 1 : 0), 0);
  if (map.groupsList.length === 0) {
    return <p class="quiet">{t(map.notes.length === 0 ? "room.no-groups" : `too-early.${reasonFor(map.notes)}`)}</p>;
  }
  return (
    <ul class="groups">
      {map.groupsList.map(({ label, size }, place) => {
        const typical = (map.findings?.representative?.[place] ?? [])
          .map((id) => statements.get(id))
          .filter((one) => one !== undefined)
          .slice(0, MOST_TYPICAL);
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
            {typical.length > 0 && (
              <div class="groups__shared">
                <p class="quiet">{t("room.group-says")}</p>
                <ul>
                  {typical.map((one) => (
                    <li key={one.id} class="voice" dir="auto" lang={asRead(one).language}>
                      {asRead(one).text}
                    </li>
                  ))}
                </ul>
              </div>
            )}
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
