import { render } from "preact";
import { expect, test } from "vitest";

import { openCards } from "./cards";
import { partsAtHand } from "./fetching";
import { EVENT, newBrowser, PROMPT, snapshot, statement } from "./hall";
import { Participant } from "./Participant";
import { openPhone } from "./phone";

const ANNOUNCEMENT = { id: "a1", text: "Lunch is ready.", on_phones: true, on_screens: true, until_ms: null, holds_phones: false };
const FOREIGN = {
  ...PROMPT,
  language: "fr",
  translations: [{ language: "en", text: "What next?", version: 1, by_service: false }],
};

test("what stands above the first card is there with it, so that no button moves as the rest arrives", async () => {
  await newBrowser();
  const root = document.body.appendChild(document.createElement("div"));
  const first = snapshot([FOREIGN], [statement(1)], { ...EVENT, announcement: ANNOUNCEMENT });
  const boot = { page: "participant", version: "0.1.0", code: EVENT.code, address: null, snapshot: first } as const;
  const phone = openPhone({ ...boot, isPartial: true }, EVENT.code);
  phone.join("remote", undefined);
  render(<Participant phone={phone} cards={openCards(phone)} />, root);

  expect(partsAtHand()).toBe(undefined);
  expect(root.querySelector(".announced .voice")?.textContent).toBe("Lunch is ready.");
  expect(root.querySelector(".prompt .card__translated")).not.toBe(null);
  expect(root.querySelector(".progress.to-come")).not.toBe(null);
  phone.close();
});
