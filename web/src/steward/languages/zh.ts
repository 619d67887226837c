import type { Catalogue } from "../../text";
import common from "../../text/common.zh.json";
import steward from "../../text/steward.zh.json";
import tickets from "../../text/tickets.zh.json";

export const WORDS: Catalogue = { ...common, ...steward, ...tickets };
