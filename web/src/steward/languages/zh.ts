import type { Catalogue } from "../../text";
import common from "../../text/common.zh.json";
import levels from "../../text/levels.zh.json";
import steward from "../../text/steward.zh.json";

export const WORDS: Catalogue = { ...common, ...steward, ...levels };
