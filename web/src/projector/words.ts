import common from "../text/common.en.json";
import level from "../text/level.en.json";
import map from "../text/map.en.json";
import notes from "../text/notes.en.json";
import projector from "../text/projector.en.json";
import replay from "../text/replay.en.json";
import room from "../text/room.en.json";
import scenes from "../text/scenes.en.json";
import type { Catalogue, Words } from "../text";

/** All that the projector says. */
export const ENGLISH: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...projector, ...level };

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
