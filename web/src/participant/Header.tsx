import { ConnectionWord } from "../ui/connection/ConnectionWord";
import { laterParts } from "./fetching";
import type { Phone } from "./phone";
import { t } from "./words";

/** The event's name and how the link stands: one line, whatever the words, so that nothing below it moves. */
export const Header = ({ phone }: { phone: Phone }) => {
  const { state } = phone.link.value;
  const { event } = phone.view.value;
  const hasBand = event?.rehearsal || event?.archive;
  const parts = hasBand ? laterParts() : undefined;
  return (
    <header class="header">
      {parts ? <parts.RehearsalBand event={event} /> : hasBand && <p class="to-come">&nbsp;</p>}
      <div class="header__line">
        <h1 class="header__title" dir="auto" lang={event?.language}>
          {event?.title}
        </h1>
        <ConnectionWord state={state} word={t(`link.${state}`)} />
      </div>
    </header>
  );
};
