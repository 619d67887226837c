import type { Catalogue } from "../text";
import common from "../text/common.fr.json";
import map from "../text/map.fr.json";
import participant from "../text/participant.fr.json";

export const FRENCH: Catalogue = { ...common, ...map, ...participant };
