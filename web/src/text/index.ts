import { computed, signal } from "@preact/signals";

import { isolated } from "./isolated";

/** One language's words of one app: keys to texts in the ICU subset `{name}` and `{n, plural, one {…} other {# …}}`. */
export type Catalogue = Readonly<Record<string, string>>;

/** A language's words, at hand or to be fetched when somebody asks for them. */
export type Words = Catalogue | (() => Promise<{ readonly WORDS: Catalogue }>);

export type Params = Readonly<Record<string, string | number>>;

const shown = signal<{ tag: string; words: Catalogue }>({ tag: "en", words: {} });
let offered: Readonly<Record<string, Words>> = {};
let asked = "";

/** The language that the page is in. Whatever reads it, or calls `t`, is drawn again when the language changes. */
export const language = computed(() => shown.value.tag);

/** The languages that the page can be in. */
export const languages = (): readonly string[] => Object.keys(offered);

/** Says which words there are. The first language whose words are at hand is shown until `setLanguage`. */
export const offer = (words: Readonly<Record<string, Words>>): void => {
  offered = words;
  for (const [tag, catalogue] of Object.entries(words)) {
    if (typeof catalogue !== "function") return show(tag, catalogue);
  }
};

/** The first of the wanted languages (BCP 47) that the page can be in. */
export const bestOf = (wanted: readonly string[]): string | undefined =>
  wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find((tag) => tag in offered);

/** Puts the page into the language. While its words are on the way, and if they never come, it stays as it is. */
export const setLanguage = async (tag: string): Promise<void> => {
  const words = offered[tag];
  if (words === undefined) return;
  asked = tag;
  const catalogue = typeof words === "function" ? (await words()).WORDS : words;
  if (asked === tag) show(tag, catalogue); // unless somebody has asked for another in the meantime
};

/** Fetches all the words of the language last asked for, also where another is asked for while they come. */
export const completeWords = async (): Promise<void> => {
  const tag = asked;
  await setLanguage(tag);
  if (asked !== tag) await completeWords();
};

/** A page that waits for its words is blank; after this long, English is better. */
const PATIENCE_MS = 1_000;

/** Some of a language's words, which the page brought along: enough to begin with. */
export interface FirstWords {
  readonly tag: string;
  readonly words: Catalogue;
}

/**
 * Puts the page into the first of the wanted languages that there are words for, else into English. Resolves once they
 * are there, or have been too long on the way; then the page changes over when they come. Words that the page brought
 * along are waited for by nobody; `setLanguage` fetches the rest.
 */
export const speak = async (
  words: Readonly<Record<string, Words>>,
  wanted: readonly string[],
  brought?: FirstWords,
): Promise<void> => {
  offer(words);
  const best = bestOf(wanted) ?? "en";
  if (brought) show(brought.tag, brought.words);
  if (brought?.tag === best) return;
  const arrived = setLanguage(best).catch(() => undefined);
  await Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
};

/** The language's name in itself. */
export const nameOf = (tag: string): string => {
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
};

/** The language's name in the page's language. */
export const nameHere = (tag: string): string => new Intl.DisplayNames([language.value], { type: "language" }).of(tag) ?? tag;

/** Whether the language is written from right to left. */
export const isFromRight = (tag: string): boolean => /^(ar|fa|he|ur)\b/.test(tag);

const show = (tag: string, words: Catalogue): void => {
  asked = tag;
  shown.value = { tag, words };
  document.documentElement.lang = tag;
  document.documentElement.dir = isFromRight(tag) ? "rtl" : "ltr";
};

/** Whether there are words for the key. */
export const has = (key: string): boolean => key in shown.value.words;

/** The words for the key, in the page's language; the key itself where there are none. */
export const t = (key: string, params: Params = {}): string => {
  const { tag, words } = shown.value;
  return fill(words[key] ?? key, params, tag);
};

const PARAMETER = /\{(\w+)(?:, plural,((?:\s*\w+ \{(?:[^{}]|\{\w+\})*\})+)\s*)?\}/g;
const BRANCH = /(\w+) \{((?:[^{}]|\{\w+\})*)\}/g;

const fill = (text: string, params: Params, tag: string): string =>
  text.replace(PARAMETER, (_, name: string, plural: string | undefined) => {
    const value = params[name] ?? "";
    // Latin letters, such as a group's, take a number behind them along: not out of a sentence from right to left.
    const written =
      typeof value === "number" ? new Intl.NumberFormat(tag).format(value) : isFromRight(tag) ? isolated(value) : value;
    if (plural === undefined) return written;
    const branches = new Map(Array.from(plural.matchAll(BRANCH), ([, category = "", words = ""]) => [category, words]));
    const branch = branches.get(new Intl.PluralRules(tag).select(Number(value))) ?? branches.get("other") ?? "";
    return fill(branch.replaceAll("#", written), params, tag);
  });
