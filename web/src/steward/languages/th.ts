import type { Catalogue } from "../../text";
import common from "../../text/common.th.json";
import levels from "../../text/levels.th.json";
import steward from "../../text/steward.th.json";

export const WORDS: Catalogue = { ...common, ...steward, ...levels };
