import { type FirstWords, has, type Params, speak as speakOneOf, t as read, type Words } from "../text";
import type common from "../text/common.en.json";
import type participant from "../text/participant.en.json";

type Key = keyof typeof common | keyof typeof participant;

// The server writes the first words of one language into the page; the rest, and the others, are fetched.
const LANGUAGES: Readonly<Record<string, Words>> = {
  en: () => import("./languages/en"),
  ar: () => import("./languages/ar"),
  es: () => import("./languages/es"),
  fr: () => import("./languages/fr"),
  hi: () => import("./languages/hi"),
  pt: () => import("./languages/pt"),
  th: () => import("./languages/th"),
  zh: () => import("./languages/zh"),
};

/** The words of what a first card needs, in the page's language; those of the later parts are in `later-words.ts`. */
export const t = (key: Key, params?: Params): string => read(key, params);

/** Words that only explain: none until all those of the language are here (`isForLater` in vite.config.ts). */
export const more = (key: Key): string => (has(key) ? read(key) : "");

/** Why the rules said no; a code from a newer server has words too. */
export const refusal = (code: string): string => {
  const key = `refused.${code}`;
  return has(key) ? read(key) : t("refused.other");
};

/** Puts the page into the first of the wanted languages that there are words for, else into English. `brought`: first words. */
export const speak = (wanted: readonly string[], brought?: FirstWords): Promise<void> =>
  speakOneOf(LANGUAGES, wanted, brought);
