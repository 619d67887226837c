import type { Catalogue } from "../../text";
import common from "../../text/common.es.json";
import steward from "../../text/steward.es.json";
import tickets from "../../text/tickets.es.json";

export const WORDS: Catalogue = { ...common, ...steward, ...tickets };
