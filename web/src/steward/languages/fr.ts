import type { Catalogue } from "../../text";
import common from "../../text/common.fr.json";
import levels from "../../text/levels.fr.json";
import steward from "../../text/steward.fr.json";

export const WORDS: Catalogue = { ...common, ...steward, ...levels };
