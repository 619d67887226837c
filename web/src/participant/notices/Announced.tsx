import { useEffect, useRef, useState } from "preact/hooks";

import { isolated } from "../../text/isolated";
import { announce } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import type { Announcement } from "../../wire/messages";
import type { Cards } from "../cards";
import { serverNow_ms } from "../clock";
import type { Phone } from "../phone";
import { t } from "../later-words";

interface Props {
  phone: Phone;
  /** What was announced when the layer opened. */
  first: Announcement | undefined;
}

/**
 * What stands above the layer from the first. Once it is over its room stays for a thumb that is on its way, until the
 * next card or the next press.
 */
export const AnnouncedFirst = ({ phone, cards, first }: Props & { cards: Cards }) => {
  const isOver = current(phone)?.id !== first?.id;
  const closed = useClosedRoom(isOver ? first?.id : undefined, cards.card.value?.id);
  return first === undefined || first.holds_phones || closed === first.id || phone.noted.value.has(first.id) ? null : (
    <Said phone={phone} said={first} isOver={isOver} />
  );
};

/** The announcement whose room nobody needs any more. `over`: the one that is over; without a card its room closes at once. */
const useClosedRoom = (over: string | undefined, card: string | undefined): string | undefined => {
  const cardThen = useRef(card);
  if (over === undefined) cardThen.current = card;
  const [closed, setClosed] = useState<string>();
  useEffect(() => {
    if (over === undefined) return;
    const close = () => setClosed(over);
    addEventListener("click", close);
    return () => removeEventListener("click", close);
  }, [over]);
  const isNeeded = card !== undefined && card === cardThen.current;
  useEffect(() => {
    if (!isNeeded) setClosed(over);
  }, [isNeeded, over]);
  return isNeeded ? closed : over;
};

/** What the moderators tell everybody since, over the page, until it has had its time or the owner has taken note. */
export const AnnouncedLater = ({ phone, first }: Props) => {
  const said = current(phone);
  return said === undefined || said.id === first?.id || phone.noted.value.has(said.id) ? null : (
    <Said key={said.id} phone={phone} said={said} isOver={false} />
  );
};

const current = (phone: Phone): Announcement | undefined => {
  const said = standing(phone);
  return said?.holds_phones ? undefined : said;
};

/** What is announced now, if it has not had its time. */
export const standing = (phone: Phone): Announcement | undefined => {
  const said = phone.view.value.event?.announcement ?? undefined;
  const isOver = said?.until_ms != null && said.until_ms < serverNow_ms(phone);
  return isOver ? undefined : said;
};

const Said = ({ phone, said, isOver }: { phone: Phone; said: Announcement; isOver: boolean }) => {
  useEffect(() => {
    if (!isOver) announce(`${t("notice.moderators")}: ${isolated(said.text)}`, "moderators");
  }, []);
  return (
    <aside class={isOver ? "announced to-come" : "announced"} aria-label={t("notice.moderators")}>
      <p class="quiet">{t("notice.moderators")}</p>
      <p class="voice" dir="auto">
        {said.text}
      </p>
      <Button rank="quiet" onClick={() => phone.note(said.id)}>
        {t("vote.refused-ok")}
      </Button>
    </aside>
  );
};
