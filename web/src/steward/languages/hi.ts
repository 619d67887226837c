import type { Catalogue } from "../../text";
import common from "../../text/common.hi.json";
import steward from "../../text/steward.hi.json";
import tickets from "../../text/tickets.hi.json";

export const WORDS: Catalogue = { ...common, ...steward, ...tickets };
