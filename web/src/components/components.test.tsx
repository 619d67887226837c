/// <reference types="node" />
import { readdirSync } from "node:fs";
import { resolve } from "node:path";

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";

import { offer, setLanguage } from "../text";
import { ComponentsPage } from "./ComponentsPage";
import { COMPONENTS } from "./examples";
import { LANGUAGES } from "./words";

const FOLDERS = readdirSync(resolve(import.meta.dirname, "../ui"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const show = (): HTMLElement => {
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  act(() => render(<ComponentsPage />, root));
  return root;
};

afterEach(() => document.body.replaceChildren());

test("every component has examples, each under a name of its own", () => {
  expect(COMPONENTS.map(({ name }) => name).sort()).toEqual(FOLDERS.sort());
  for (const { name, examples } of COMPONENTS) {
    expect(examples.length, name).toBeGreaterThan(0);
    expect(new Set(examples.map((one) => one.name)).size, name).toBe(examples.length);
  }
});

test.each(Object.keys(LANGUAGES))("the examples say everything in words of %s", async (tag) => {
  offer(LANGUAGES);
  await setLanguage(tag);
  const root = show();

  const bare = [...root.querySelectorAll(".example__frame *")]
    .filter((element) => element.children.length === 0)
    .map((element) => element.textContent ?? "")
    .flatMap((text) => text.match(/(?<!\S)[a-z-]+(\.[a-z-]+)+(?!\S)/g) ?? [])
    .filter((word) => word !== "plenary.example");
  expect(bare).toEqual([]);
  expect(root.querySelectorAll(".example")).toHaveLength(COMPONENTS.flatMap(({ examples }) => examples).length);
});
