import type { Catalogue } from "../../text";
import common from "../../text/common.th.json";
import steward from "../../text/steward.th.json";
import tickets from "../../text/tickets.th.json";

export const WORDS: Catalogue = { ...common, ...steward, ...tickets };
