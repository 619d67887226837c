import { ConnectionWord } from "../ui/connection/ConnectionWord";
import { laterParts } from "./fetching";
import type { Phone } from "./phone";
import { more, t } from "./words";

/** The event's name, how the link stands, and what is still on this phone while it is away. */
export const Header = ({ phone }: { phone: Phone }) => {
  const { state } = phone.link.value;
  const { event } = phone.view.value;
  const parts = event?.rehearsal || event?.archive ? laterParts() : undefined;
  const underway = phone.underway.value;
  return (
    <header class="header">
      {parts && <parts.RehearsalBand event={event} />}
      <div class="header__line">
        <h1 class="header__title" dir="auto" lang={event?.language}>
          {event?.title}
        </h1>
        <ConnectionWord state={state} word={t(`link.${state}`)} />
      </div>
      {underway > 0 && state !== "live" && (
        <p class="header__waiting">
          {t("waiting.items", { n: underway })} {!phone.outlivesPage.value && more("waiting.memory")}
        </p>
      )}
    </header>
  );
};
