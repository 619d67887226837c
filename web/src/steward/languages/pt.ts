import type { Catalogue } from "../../text";
import common from "../../text/common.pt.json";
import levels from "../../text/levels.pt.json";
import steward from "../../text/steward.pt.json";

export const WORDS: Catalogue = { ...common, ...steward, ...levels };
