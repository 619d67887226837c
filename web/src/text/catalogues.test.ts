// @vitest-environment node
/// <reference types="node" />
import { readFileSync, readdirSync } from "node:fs";

import { describe, expect, test } from "vitest";

import type { Catalogue } from ".";

const FOLDER = new URL("./", import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
const PARTS = [...new Set(FILES.map((file) => file.replace(/\.\w+\.json$/, "")))];
const LANGUAGES = ["ar", "en", "es", "fr", "hi", "pt", "th", "zh"];
const OTHERS = LANGUAGES.filter((language) => language !== "en");

const catalogue = (part: string, language: string): Catalogue =>
  JSON.parse(readFileSync(new URL(`${part}.${language}.json`, FOLDER), "utf8")) as Catalogue;

const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];

/** Every `{name}` and `{name, plural,`, but not a branch's own words, which stand after their category. */
const parameters = (text: string): string[] =>
  Array.from(text.matchAll(/(\w*) ?\{(\w+)(?=[,}])/g))
    .filter(([, before = ""]) => !CATEGORIES.includes(before))
    .map(([, , name = ""]) => name)
    .filter((name, place, names) => names.indexOf(name) === place)
    .sort();

const categories = (text: string): string[][] =>
  Array.from(text.matchAll(/, plural,((?:\s*\w+ \{(?:[^{}]|\{\w+\})*\})+)\s*\}/g), ([, branches = ""]) =>
    Array.from(branches.matchAll(/(\w+) \{(?:[^{}]|\{\w+\})*\}/g), ([, category = ""]) => category).sort(),
  );

describe.each(PARTS)("the words of %s", (part) => {
  test("are there in every language", () => {
    expect(FILES.filter((file) => file.startsWith(`${part}.`)).sort()).toEqual(
      LANGUAGES.map((language) => `${part}.${language}.json`),
    );
  });

  test.each(OTHERS)("have every key in %s", (language) => {
    expect(Object.keys(catalogue(part, language)).sort()).toEqual(Object.keys(catalogue(part, "en")).sort());
  });

  test.each(OTHERS)("name the same parameters in %s", (language) => {
    const theirs = catalogue(part, language);

    for (const [key, text] of Object.entries(catalogue(part, "en")))
      expect([key, parameters(theirs[key] ?? "")]).toEqual([key, parameters(text)]);
  });

  test.each(LANGUAGES)("have exactly the plural categories of %s", (language) => {
    const due = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();

    for (const [key, text] of Object.entries(catalogue(part, language)))
      for (const found of categories(text)) expect([key, found]).toEqual([key, due]);
  });
});

/** Words that translators like for what has one already: a statement, a prompt, a vote or a ticket. */
const SECOND_WORDS: readonly [language: string, words: RegExp][] = [
  ["ar", /محور/],
  ["es", /enunciado/i],
  ["fr", /affirmation|billet|énoncé|thème/i],
  ["hi", /प्रश्न|(?<!\p{L}|\p{M})मत(?!\p{L}|ा|द)/u],
  ["zh", /陈述|票券/],
];

test.each(SECOND_WORDS)("a statement, a prompt, a vote and a ticket have one word each in %s", (language, words) => {
  const found = PARTS.flatMap((part) => Object.entries(catalogue(part, language))).filter(([, text]) => words.test(text));
  expect(found).toEqual([]);
});
