import { shareInWords, venueName } from "../../ui/scenes/why";
import type { MapState } from "../../view/view";
import type { StatementView, Venue } from "../../wire/messages";
import { t } from "../later-words";
import { Voice } from "./Slate";

interface Props {
  map: MapState;
  statements: ReadonlyMap<string, StatementView>;
  venues: readonly Venue[];
  maySee: (statement: string) => boolean;
}

/** Statements that people in one venue, or those far away, judge otherwise than everybody else; nothing where nobody does. */
export const Venues = ({ map, statements, venues, maySee }: Props) => {
  const gaps = map.findings?.gaps ?? [];
  const listed = [...new Set(gaps.map(({ statement }) => statement))].filter((id) => statements.has(id));
  if (listed.length === 0) return null;
  return (
    <section class="findings">
      <h3>{t("scene.venues")}</h3>
      <ol>
        {listed.map((id) => (
          <li key={id}>
            <Voice statement={statements.get(id)} />
            {maySee(id) ? (
              gaps
                .filter(({ statement }) => statement === id)
                .map((gap) => (
                  <dl key={gap.venue} class="shift">
                    <dt>
                      <bdi>{venueName(gap.venue, venues)}</bdi>
                    </dt>
                    <dd>{shareInWords(gap.share)}</dd>
                    <dt>{t("venues.elsewhere")}</dt>
                    <dd>{shareInWords(gap.others)}</dd>
                  </dl>
                ))
            ) : (
              <p class="quiet">{t("room.vote-first")}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
};
