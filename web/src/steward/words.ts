import common from "../text/common.en.json";
import steward from "../text/steward.en.json";
import tickets from "../text/tickets.en.json";
import type { Catalogue, Words } from "../text";

/** All that the steward's page says. */
export const ENGLISH: Catalogue = { ...common, ...steward, ...tickets };

export const LANGUAGES: Readonly<Record<string, Words>> = {
  en: ENGLISH,
  ar: () => import("./languages/ar"),
  es: () => import("./languages/es"),
  fr: () => import("./languages/fr"),
  hi: () => import("./languages/hi"),
  pt: () => import("./languages/pt"),
  th: () => import("./languages/th"),
  zh: () => import("./languages/zh"),
};
