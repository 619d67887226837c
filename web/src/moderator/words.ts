import common from "../text/common.en.json";
import flags from "../text/flags.en.json";
import keeping from "../text/keeping.en.json";
import level from "../text/level.en.json";
import map from "../text/map.en.json";
import moderator from "../text/moderator.en.json";
import notes from "../text/notes.en.json";
import reasonsAr from "../text/reasons.ar.json";
import reasonsEn from "../text/reasons.en.json";
import reasonsEs from "../text/reasons.es.json";
import reasonsFr from "../text/reasons.fr.json";
import reasonsHi from "../text/reasons.hi.json";
import reasonsPt from "../text/reasons.pt.json";
import reasonsTh from "../text/reasons.th.json";
import reasonsZh from "../text/reasons.zh.json";
import roles from "../text/roles.en.json";
import room from "../text/room.en.json";
import scenes from "../text/scenes.en.json";
import steering from "../text/steering.en.json";
import tickets from "../text/tickets.en.json";
import type { Catalogue, Words } from "../text";
import type { Reason } from "./queue/decisions";

/** All that the desk says. */
export const ENGLISH: Catalogue = { ...common, ...map, ...notes, ...room, ...scenes, ...reasonsEn, ...moderator, ...steering, ...roles, ...keeping, ...level, ...tickets, ...flags };

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

const REASONS: Readonly<Record<string, Catalogue>> = {
  en: reasonsEn,
  ar: reasonsAr,
  es: reasonsEs,
  fr: reasonsFr,
  hi: reasonsHi,
  pt: reasonsPt,
  th: reasonsTh,
  zh: reasonsZh,
};

/** The reason in the event's language, which its author reads; the desk may be in another. */
export const reasonIn = (language: string | undefined, reason: Reason): string => {
  const words = REASONS[language?.split("-")[0] ?? "en"] ?? reasonsEn;
  return words[`reason.${reason}`] ?? "";
};
