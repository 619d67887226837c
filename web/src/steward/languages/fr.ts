import type { Catalogue } from "../../text";
import common from "../../text/common.fr.json";
import steward from "../../text/steward.fr.json";
import tickets from "../../text/tickets.fr.json";

export const WORDS: Catalogue = { ...common, ...steward, ...tickets };
