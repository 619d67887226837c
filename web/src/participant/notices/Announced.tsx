import { useEffect } from "preact/hooks";

import { isolated } from "../../text/isolated";
import { announce } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import type { Announcement } from "../../wire/messages";
import { serverNow_ms } from "../clock";
import type { Phone } from "../phone";
import { t } from "../later-words";

interface Props {
  phone: Phone;
  /** What was announced when the layer opened. */
  first: Announcement | undefined;
}

/** What stands above the layer from the first: once its time is over its room stays, so that no button moves. */
export const AnnouncedFirst = ({ phone, first }: Props) => {
  const isOver = current(phone)?.id !== first?.id;
  return first === undefined || first.holds_phones || phone.noted.value.has(first.id) ? null : (
    <Said phone={phone} said={first} isOver={isOver} />
  );
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
