import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";

import { offer } from "../../text";
import participant from "../../text/participant.en.json";
import { A_PROMPT } from "../../view/examples";
import type { TranslationView } from "../../wire/messages";
import { asRead } from "../reading";
import { Translated } from "./Translated";

let page: HTMLElement;

beforeEach(() => {
  offer({ en: participant });
  page = document.body.appendChild(document.createElement("div"));
});
afterEach(() => {
  act(() => render(null, page));
  page.remove();
});

const french = (id: string, translations: TranslationView[]) => ({ ...A_PROMPT, id, language: "fr", text: "Et ensuite ?", translations });
const english = (by_service: boolean): TranslationView => ({ language: "en", text: "What next?", version: 1, by_service });
const words = () => page.textContent?.replace(/[\u2066-\u2069]/g, "");

test("that a program has translated the prompt is said, and its own words are one tap away, and back", () => {
  const prompt = french("p-program", [english(true)]);
  act(() => render(<Translated written={prompt} />, page));

  expect(words()).toMatch(/^Translated by a program from: Français /);
  expect(asRead(prompt).text).toBe("What next?");
  act(() => page.querySelector("button")?.click());
  expect(asRead(prompt).text).toBe("Et ensuite ?");
  act(() => page.querySelector("button")?.click());
  expect(asRead(prompt).text).toBe("What next?");
});

test("a person's translation is said to be one; a prompt in the reader's language has nothing to say", () => {
  act(() => render(<Translated written={french("p-person", [english(false)])} />, page));
  expect(words()).toMatch(/^Translated from: Français /);

  act(() => render(<Translated written={{ ...A_PROMPT, id: "p-own", language: "en" }} />, page));
  expect(words()).toBe("");
});
