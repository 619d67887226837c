import "../ui/base.css";
import { render } from "preact";

import { readBoot } from "../view/boot";
import { openCards } from "./cards";
import { chosenLanguage } from "./language";
import { watch } from "./news";
import { fetchDrawing } from "./OpinionPicture";
import { Participant } from "./Participant";
import { openPhone } from "./phone";
import { speak } from "./words";
import "./participant.css";

/** What can wait does, until the first card and the socket have had the network to themselves. */
const AFTER_FIRST_CARD_MS = 3_000;

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");

const boot = readBoot();
const spoken = speak([...chosenLanguage(), ...navigator.languages, boot.snapshot?.event.language ?? "en"]);

if (boot.code === null) {
  // On the front page nobody waits for a card.
  void Promise.all([import("./EnterCode"), spoken]).then(([{ EnterCode }]) => render(<EnterCode />, root));
} else {
  const phone = openPhone(boot, boot.code);
  watch(phone);
  const cards = openCards(phone);
  void spoken.then(() => render(<Participant phone={phone} cards={cards} />, root));
  setTimeout(fetchDrawing, AFTER_FIRST_CARD_MS);
}
