import commonEn from "../text/common.en.json";
import commonFr from "../text/common.fr.json";
import mapEn from "../text/map.en.json";
import mapFr from "../text/map.fr.json";
import projectorEn from "../text/projector.en.json";
import projectorFr from "../text/projector.fr.json";
import scenesEn from "../text/scenes.en.json";
import scenesFr from "../text/scenes.fr.json";
import type { Catalogue } from "../text";

/** All that the projector says. */
export const ENGLISH: Catalogue = { ...commonEn, ...mapEn, ...scenesEn, ...projectorEn };
export const FRENCH: Catalogue = { ...commonFr, ...mapFr, ...scenesFr, ...projectorFr };
