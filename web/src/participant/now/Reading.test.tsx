import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { EVENT, newBrowser, openPage, type Page, PROMPT, snapshot, statement } from "../hall";

let page: Page;

beforeEach(newBrowser);
afterEach(() => {
  page.leave();
  vi.unstubAllGlobals();
});

test("without the proof that the event asks for everything is to be read, translated where it can be, and nothing to vote on", async () => {
  const translated = { ...statement(1), language: "es", translations: [{ language: "en", text: "Trams at night", version: 1, by_service: false }] };
  page = openPage(snapshot([PROMPT], [translated, statement(2)], { ...EVENT, level: "ticket" }));
  page.server().welcome();
  page.says({ kind: "you", participant: "mz", unproven: true });

  await page.reads("To vote, show your ticket once.");
  const read = [...page.root.querySelectorAll(".reading li")].map((one) => [one.textContent, one.getAttribute("lang")]);
  expect(read).toEqual([
    ["Trams at night", "en"],
    ["Statement 2", "en"],
  ]);
  expect(page.card()).toBeUndefined();
});
