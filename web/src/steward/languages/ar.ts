import type { Catalogue } from "../../text";
import common from "../../text/common.ar.json";
import steward from "../../text/steward.ar.json";
import tickets from "../../text/tickets.ar.json";

export const WORDS: Catalogue = { ...common, ...steward, ...tickets };
