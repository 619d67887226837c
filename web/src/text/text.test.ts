import { effect } from "@preact/signals";
import { beforeEach, expect, test } from "vitest";

import { bestOf, type Catalogue, completeWords, has, language, languages, offer, setLanguage, t } from ".";

const ENGLISH = {
  hello: "Hello {name}",
  waiting: "{n, plural, one {# answer waits} other {# answers wait for {name}}}",
};
const FRENCH = { hello: "Bonjour {name}", waiting: "{n, plural, one {# réponse} many {# de réponses} other {# réponses}}" };

beforeEach(() => offer({ en: ENGLISH, fr: async () => ({ WORDS: FRENCH }) }));

test("the first words at hand are shown", () => {
  expect(language.value).toBe("en");
  expect(languages()).toEqual(["en", "fr"]);
  expect(t("hello", { name: "Ada" })).toBe("Hello Ada");
});

test("a parameter that is not given leaves nothing behind", () => {
  expect(t("hello")).toBe("Hello ");
});

test("braces in what people wrote are not read as parameters", () => {
  expect(t("hello", { name: "{n}" })).toBe("Hello {n}");
});

test("a number takes the words of its category", () => {
  expect(t("waiting", { n: 1 })).toBe("1 answer waits");
  expect(t("waiting", { n: 1200, name: "Ada" })).toBe("1,200 answers wait for Ada");
});

test("another language brings its words, its numbers and its mark on the page", async () => {
  await setLanguage("fr");

  expect(t("hello", { name: "Ada" })).toBe("Bonjour Ada");
  expect(t("waiting", { n: 0 })).toBe("0 réponse");
  expect(t("waiting", { n: 1_000_000 })).toBe("1\u202f000\u202f000 de réponses");
  expect(document.documentElement.lang).toBe("fr");
});

test("what reads words is drawn again in the new language", async () => {
  const drawn: string[] = [];
  const stop = effect(() => void drawn.push(t("hello", { name: "Ada" })));

  await setLanguage("fr");
  stop();

  expect(drawn).toEqual(["Hello Ada", "Bonjour Ada"]);
});

test("of two languages asked for the later one stays, however late the first arrives", async () => {
  let arrive = (_: { WORDS: Catalogue }): void => undefined;
  offer({ en: ENGLISH, fr: () => new Promise((resolve) => (arrive = resolve)) });
  const first = setLanguage("fr");

  await setLanguage("en");
  arrive({ WORDS: FRENCH });
  await first;

  expect(language.value).toBe("en");
});

test("a region's language is met by the language", () => {
  expect(bestOf(["th", "fr-CA", "en"])).toBe("fr");
  expect(bestOf(["th"])).toBe(undefined);
});

test("a key without words is shown as it is, and can be asked for", () => {
  expect(t("refused.new-rule")).toBe("refused.new-rule");
  expect(has("refused.new-rule")).toBe(false);
  expect(has("hello")).toBe(true);
});

test("all the words come of the language last asked for, though it was asked for while others came", async () => {
  let arrive = (_: { WORDS: Catalogue }): void => undefined;
  const french = new Promise<{ WORDS: Catalogue }>((resolve) => (arrive = resolve));
  offer({ en: ENGLISH, fr: () => french });
  const wish = setLanguage("fr");

  const complete = completeWords();
  arrive({ WORDS: FRENCH });
  await Promise.all([wish, complete]);

  expect(language.value).toBe("fr");
});

test("words are complete only when those are that were asked for last", async () => {
  let arrive = (_: { WORDS: Catalogue }): void => undefined;
  const french = new Promise<{ WORDS: Catalogue }>((resolve) => (arrive = resolve));
  offer({ en: ENGLISH, fr: () => french });
  let isComplete = false;

  const complete = completeWords().then(() => (isComplete = true));
  const wish = setLanguage("fr");
  await new Promise((resolve) => setTimeout(resolve));
  expect(isComplete).toBe(false);
  arrive({ WORDS: FRENCH });
  await Promise.all([wish, complete]);

  expect(language.value).toBe("fr");
});
