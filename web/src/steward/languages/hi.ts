import type { Catalogue } from "../../text";
import common from "../../text/common.hi.json";
import levels from "../../text/levels.hi.json";
import steward from "../../text/steward.hi.json";

export const WORDS: Catalogue = { ...common, ...steward, ...levels };
