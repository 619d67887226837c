import type { ComponentChildren } from "preact";

import { language, t } from "../../text";
import { peopleByPlace, type PeopleAt } from "./people";
import type { Showing } from "./showing";

/** Always there: people come late, and a hall must see that those far away count. */
export const JoinStrip = ({ showing, health }: { showing: Showing; health?: ComponentChildren }) => {
  const { event, join, pulse, stage } = showing;
  const places = peopleByPlace(pulse?.present ?? [], event.venues);
  const isJoining = ["join", "lobby", "thanks"].includes(stage.scene);
  return (
    <footer class="strip">
      {!isJoining && (
        <div class="strip__join">
          <img src={join.qr} alt={t("join.qr")} />
          <p>
            <bdi class="strip__address">{join.address}</bdi>
            <bdi class="strip__code">{event.code}</bdi>
          </p>
        </div>
      )}
      <div class="strip__middle">
        <dl class="strip__people">
          {places.map((place) => (
            <div key={place.venue ?? place.mode}>
              <dt>{placeName(place)}</dt>
              <dd>{new Intl.NumberFormat(language.value).format(place.people)}</dd>
            </div>
          ))}
          <div>
            <dt>{t("strip.votes")}</dt>
            <dd>{new Intl.NumberFormat(language.value).format(pulse?.votes ?? 0)}</dd>
          </div>
        </dl>
        <p class="strip__caveat">
          {t("strip.not-a-vote")} {t(`level.line.${event.level}`)}
        </p>
      </div>
      <div class="strip__health">{health}</div>
    </footer>
  );
};

export const placeName = ({ venue, mode }: PeopleAt) =>
  venue === undefined ? t(mode === "remote" ? "place.remote" : "place.in-room") : <bdi>{venue}</bdi>;
