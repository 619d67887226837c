import { waitFor } from "@testing-library/dom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { partsAtHand } from "../fetching";
import { changed, EVENT, newBrowser, openLive, type Page, PROMPT, snapshot, statement } from "../hall";

let page: Page;

beforeEach(newBrowser);
afterEach(() => {
  page.leave();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const prompt = () => page.root.querySelector(".prompt__text")?.textContent;
const FRENCH = { ...PROMPT, language: "fr", text: "Et ensuite ?" };
const ENGLISH = { language: "en", text: "What should come first, and what after that?", version: 1, by_service: true };

test("a prompt that is reworded or translated while a card is open reads so with the next card", async () => {
  page = await openLive(snapshot([FRENCH]));
  await waitFor(() => expect(partsAtHand()).toBeDefined());
  const card = page.card();
  page.says(changed(2, { prompts: [{ ...FRENCH, text: "Et tout d’abord ?", translations: [ENGLISH] }] }));
  page.says(changed(3, { statements: [statement(4)] }));
  await page.reads("0 of 4");
  expect(prompt()).toBe("Et ensuite ?");

  page.press("Pass");

  await waitFor(() => expect(page.card()).not.toBe(card));
  expect(prompt()).toBe(ENGLISH.text);
});

test("a prompt with no card, or that has closed, reads as it is now", async () => {
  page = await openLive(snapshot([FRENCH], []));
  page.says(changed(2, { prompts: [{ ...FRENCH, text: "Et tout d’abord ?" }] }));
  await page.reads("Et tout d’abord ?");

  page.says(changed(3, { statements: [statement(1)] }));
  await waitFor(() => expect(page.card()).toBe("Statement 1"));
  page.says(changed(4, { prompts: [{ ...FRENCH, phase: "closed", text: "Et voilà" }] }));
  await page.reads("Et voilà");
});

const written = { ...statement(1), text: "Un siège pour chaque région", language: "fr" };
const translated = { ...written, translations: [{ ...ENGLISH, text: "A seat for each region" }] };

/** As if every text were as high as it has letters. */
const measureLetters = () =>
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockImplementation(function (this: HTMLElement) {
    return this.textContent.length;
  });

test("a translation that would move the buttons stands one tap away; the vote says what was read", async () => {
  measureLetters();
  page = await openLive(snapshot([PROMPT], [written, statement(2)]));
  if (page.card() !== written.text) page.press("Pass");
  await waitFor(() => expect(page.card()).toBe(written.text));

  page.says(changed(2, { statements: [translated] }));
  await page.reads("Translated by a program from:");
  expect(page.card()).toBe(written.text);
  page.press("Translation");
  await waitFor(() => expect(page.card()).toBe("A seat for each region"));
  page.press("Original");
  await waitFor(() => expect(page.card()).toBe(written.text));
  await after(600);
  page.press("Agree");

  await waitFor(() => expect(page.asked().at(-1)).toMatchObject({ statement: "s1", choice: "agree" }));
  expect(page.asked().at(-1)).not.toHaveProperty("reading");
});

test("what was left as it read is read in translation once another card has been in front", async () => {
  measureLetters();
  page = await openLive(snapshot([PROMPT], [written]));
  page.says(changed(2, { statements: [translated] }));
  await page.reads("Translated by a program from:");
  await after(600);
  page.press("Agree");
  await waitFor(() => expect(page.asked().at(-1)).not.toHaveProperty("reading"));

  page.press("Undo");

  await waitFor(() => expect(page.card()).toBe("A seat for each region"));
});

test("a translation for which there is room is read at once, and a press that was on its way is no vote on it", async () => {
  page = await openLive(snapshot([PROMPT], [written]));
  const asked = page.asked().length;

  page.says(changed(2, { statements: [translated] }));
  await waitFor(() => expect(page.card()).toBe("A seat for each region"));
  page.press("Agree");
  expect(page.asked()).toHaveLength(asked);
  expect(page.phone.votes.value.size).toBe(0);
  await after(600);
  page.press("Agree");

  await waitFor(() => expect(page.asked().at(-1)).toMatchObject({ reading: { language: "en", version: 1 } }));
});

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const SAID = { id: "a1", text: "Lunch is ready.", on_phones: true, on_screens: true, until_ms: null, holds_phones: false };
const announced = () => page.root.querySelector(".announced");

test("the room of an announcement that was withdrawn stays for a thumb on its way, until the next press", async () => {
  page = await openLive(snapshot([PROMPT], [statement(1), statement(2)], { ...EVENT, announcement: SAID }));
  await waitFor(() => expect(announced()?.textContent).toContain("All right"));

  page.says(changed(2, { event: { ...EVENT, announcement: null } }));
  await waitFor(() => expect(announced()?.className).toContain("to-come"));
  page.press("Agree");

  await waitFor(() => expect(announced()).toBe(null));
  page.press("Undo");
  await page.reads("0 of 2");
  expect(announced()).toBe(null);
});

test("where no card is, the room of an announcement that was withdrawn closes with it", async () => {
  page = await openLive(snapshot([PROMPT], [], { ...EVENT, announcement: SAID }));
  await waitFor(() => expect(announced()?.textContent).toContain("All right"));

  page.says(changed(2, { event: { ...EVENT, announcement: null } }));

  await waitFor(() => expect(announced()).toBe(null));
});
