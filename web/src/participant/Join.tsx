import type { EventView, Mode } from "../wire/messages";
import { Button } from "../ui/button/Button";
import { laterParts } from "./fetching";
import { LanguageSwitch } from "./language";
import { t } from "./words";

interface Props {
  event: EventView;
  onJoin: (mode: Mode, venue?: string) => void;
}

/** Where are you? One tap, and the first card is there. */
export const Join = ({ event, onJoin }: Props) => {
  const parts = event.rehearsal ? laterParts() : undefined;
  return (
    <main class="front">
      {parts && <parts.RehearsalBand event={event} />}
      <h1 class="front__title" dir="auto" lang={event.language}>
        {event.title}
      </h1>
      <fieldset class="front__places">
        <legend>{t("join.where")}</legend>
        {event.venues.map((venue) => (
          <Button key={venue.id} onClick={() => onJoin("in-room", venue.id)}>
            <bdi>{venue.name}</bdi>
          </Button>
        ))}
        {event.venues.length === 0 && <Button onClick={() => onJoin("in-room")}>{t("join.in-room")}</Button>}
        <Button onClick={() => onJoin("remote")}>{t("join.remote")}</Button>
      </fieldset>
      <p class="quiet">{t("join.promise")}</p>
      <LanguageSwitch />
      <p class="quiet front__foot">{t("not-an-election")}</p>
    </main>
  );
};
