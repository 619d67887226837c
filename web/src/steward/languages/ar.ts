import type { Catalogue } from "../../text";
import common from "../../text/common.ar.json";
import levels from "../../text/levels.ar.json";
import steward from "../../text/steward.ar.json";

export const WORDS: Catalogue = { ...common, ...steward, ...levels };
