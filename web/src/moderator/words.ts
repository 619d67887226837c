import commonEn from "../text/common.en.json";
import commonFr from "../text/common.fr.json";
import mapEn from "../text/map.en.json";
import mapFr from "../text/map.fr.json";
import moderatorEn from "../text/moderator.en.json";
import moderatorFr from "../text/moderator.fr.json";
import scenesEn from "../text/scenes.en.json";
import scenesFr from "../text/scenes.fr.json";
import type { Catalogue } from "../text";
import type { Reason } from "./decisions";

/** All that the desk says. */
export const ENGLISH: Catalogue = { ...commonEn, ...mapEn, ...scenesEn, ...moderatorEn };
export const FRENCH: Catalogue = { ...commonFr, ...mapFr, ...scenesFr, ...moderatorFr };

/** The reason in the event's language, which its author reads; the desk may be in another. */
export const reasonIn = (language: string | undefined, reason: Reason): string => {
  const words = language?.startsWith("fr") ? FRENCH : ENGLISH;
  return words[`reason.${reason}`] ?? "";
};
