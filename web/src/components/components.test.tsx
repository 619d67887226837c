/// <reference types="node" />
import { readdirSync } from "node:fs";
import { resolve } from "node:path";

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { offer, setLanguage } from "../text";
import { ComponentsPage } from "./ComponentsPage";
import { shelfIn, type ShelfName, shelfNames, SHELVES } from "./shelves";

// A shelf is fetched whole, and a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const FOLDERS = readdirSync(resolve(import.meta.dirname, "../ui"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

beforeEach(() => {
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("fetch", (address: string) => Promise.reject(new Error(`an example asks for ${address}`)));
});
afterEach(() => {
  act(() => render(null, document.body));
  vi.unstubAllGlobals();
});

test("every component of all pages has examples", async () => {
  const { components } = (await SHELVES.ui()).SHELF;
  expect(components.map(({ name }) => name).sort()).toEqual(FOLDERS.sort());
});

test("the address names the shelf, and one that is not there leads to that of all pages", () => {
  expect(["", "?of=moderator", "?of=attic"].map(shelfIn)).toEqual(["ui", "moderator", "ui"]);
});

test.each(shelfNames)("%s: each example has a name of its own", async (name) => {
  const { components } = await onShelf(name, "en");
  expect(components.flatMap((one) => one.examples).length).toBeGreaterThan(3);
  for (const { examples } of components) expect(new Set(examples.map((one) => one.name)).size).toBe(examples.length);
});

test("the page gives every example its place", async () => {
  const shelf = await onShelf("ui", "en");

  act(() => render(<ComponentsPage name="ui" shelf={shelf} />, document.body));

  expect(document.querySelectorAll(".example")).toHaveLength(shelf.components.flatMap((one) => one.examples).length);
});

// That every catalogue has every key is held elsewhere: here, that a shelf has the catalogues of its page.
const LANGUAGES = ["en", "ar"];

test.each(shelfNames.flatMap((name) => LANGUAGES.map((tag) => [name, tag] as const)))(
  "%s: the examples say everything in words of %s, and ask nobody for anything",
  async (name, tag) => {
    const { components } = await onShelf(name, tag);
    const asked = vi.spyOn(globalThis, "fetch");
    const bare: string[] = [];
    for (const { Draw } of components.flatMap((one) => one.examples)) {
      await act(() => render(<Draw />, document.body));
      bare.push(...keysIn(document.body));
      act(() => render(null, document.body));
    }

    expect(bare).toEqual([]);
    expect(asked).not.toHaveBeenCalled();
  },
);

const onShelf = async (name: ShelfName, tag: string) => {
  const { SHELF } = await SHELVES[name]();
  offer(SHELF.languages);
  await setLanguage(tag);
  return SHELF;
};

/** What stands there by its key: there are no words for it. */
const keysIn = (root: HTMLElement): string[] =>
  [...root.querySelectorAll("*")]
    .filter((element) => element.children.length === 0)
    .flatMap((element) => (element.textContent ?? "").match(/(?<!\S)[a-z-]+(\.[a-z-]+)+(?!\S)/g) ?? [])
    .filter((word) => !word.startsWith("plenary.example"));
