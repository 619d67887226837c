import "../ui/base.css";
import { render } from "preact";

import { readBoot } from "../view/boot";
import { openCards } from "./cards";
import { fetchLater, laterParts, onceFetched } from "./fetching";
import { readFirstWords } from "./first-words";
import { chosenLanguage } from "./language";
import { warnOfLoss } from "./loss";
import { Participant } from "./Participant";
import { openPhone } from "./phone";
import { speak } from "./words";
import "./participant.css";

/** What can wait does, until the first card and the socket have had the network to themselves. */
const AFTER_FIRST_CARD_MS = 2_000;

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");

const boot = readBoot();
const wanted = [...chosenLanguage(), ...navigator.languages, boot.snapshot?.event.language ?? "en"];
const spoken = speak(wanted, readFirstWords());

if (boot.code === null) {
  // On the front page nobody waits for a card.
  const Front = () => {
    const parts = laterParts();
    return parts === undefined ? null : <parts.EnterCode />;
  };
  void spoken.then(() => render(<Front />, root));
} else {
  const phone = openPhone(boot, boot.code);
  const cards = openCards(phone);
  void spoken.then(() => render(<Participant phone={phone} cards={cards} />, root));
  setTimeout(fetchLater, AFTER_FIRST_CARD_MS);
  onceFetched((parts) => {
    parts.watch(phone);
    parts.keepForDeadSpots();
  });
  warnOfLoss(phone);
}
