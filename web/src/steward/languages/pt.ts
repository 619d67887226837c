import type { Catalogue } from "../../text";
import common from "../../text/common.pt.json";
import steward from "../../text/steward.pt.json";
import tickets from "../../text/tickets.pt.json";

export const WORDS: Catalogue = { ...common, ...steward, ...tickets };
