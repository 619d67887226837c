import common from "../text/common.en.json";
import map from "../text/map.en.json";
import notes from "../text/notes.en.json";
import projector from "../text/projector.en.json";
import scenes from "../text/scenes.en.json";
import type { Catalogue, Words } from "../text";

/** All that the projector says. */
export const ENGLISH: Catalogue = { ...common, ...map, ...notes, ...scenes, ...projector };

export const LANGUAGES: Readonly<Record<string, Words>> = {
  en: ENGLISH,
  ar: () => import("./languages/ar").then(({ WORDS }) => WORDS),
  es: () => import("./languages/es").then(({ WORDS }) => WORDS),
  fr: () => import("./languages/fr").then(({ WORDS }) => WORDS),
  hi: () => import("./languages/hi").then(({ WORDS }) => WORDS),
  pt: () => import("./languages/pt").then(({ WORDS }) => WORDS),
  th: () => import("./languages/th").then(({ WORDS }) => WORDS),
  zh: () => import("./languages/zh").then(({ WORDS }) => WORDS),
};
