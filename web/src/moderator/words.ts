import common from "../text/common.en.json";
import flags from "../text/flags.en.json";
import heard from "../text/heard.en.json";
import items from "../text/items.en.json";
import keeping from "../text/keeping.en.json";
import level from "../text/level.en.json";
import map from "../text/map.en.json";
import moderator from "../text/moderator.en.json";
import notes from "../text/notes.en.json";
import reasons from "../text/reasons.en.json";
import roles from "../text/roles.en.json";
import replay from "../text/replay.en.json";
import room from "../text/room.en.json";
import scenes from "../text/scenes.en.json";
import steering from "../text/steering.en.json";
import tickets from "../text/tickets.en.json";
import type { Catalogue, Words } from "../text";

/** All that the desk says. */
export const ENGLISH: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...reasons, ...moderator, ...steering, ...roles, ...heard, ...items, ...keeping, ...level, ...tickets, ...flags };

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
