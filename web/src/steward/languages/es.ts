import type { Catalogue } from "../../text";
import common from "../../text/common.es.json";
import levels from "../../text/levels.es.json";
import steward from "../../text/steward.es.json";

export const WORDS: Catalogue = { ...common, ...steward, ...levels };
