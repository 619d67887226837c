import { useEffect } from "preact/hooks";

import type { Announcement } from "../../wire/messages";
import type { Cards } from "../cards";
import { keepTexts } from "../now/steady";
import type { Phone } from "../phone";
import { watchGroups } from "../room/happened";
import { AnnouncedFirst } from "./Announced";
import { OwnTab } from "./OwnTab";
import { ReportReady } from "./ReportReady";
import "./notices.css";

/** What everybody is told, above whichever layer is open. */
export const Notices = ({ phone, cards, first }: { phone: Phone; cards: Cards; first: Announcement | undefined }) => {
  useEffect(() => watchGroups(phone), [phone]);
  useEffect(() => keepTexts(cards), [cards]);
  return (
    <>
      <AnnouncedFirst phone={phone} cards={cards} first={first} />
      {!isVoting(phone) && <ReportReady phone={phone} />}
    </>
  );
};

/** What may come in while somebody votes: below the layer, where it moves no button. */
export const NoticesBelow = ({ phone }: { phone: Phone }) => (
  <>
    <OwnTab phone={phone} />
    {isVoting(phone) && <ReportReady phone={phone} />}
  </>
);

const isVoting = (phone: Phone): boolean =>
  [...phone.view.value.prompts.values()].some((prompt) => prompt.phase === "open" && prompt.vote);
