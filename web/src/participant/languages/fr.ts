import type { Catalogue } from "../../text";
import common from "../../text/common.fr.json";
import later from "../../text/later.fr.json";
import level from "../../text/level.fr.json";
import map from "../../text/map.fr.json";
import notes from "../../text/notes.fr.json";
import own from "../../text/own.fr.json";
import participant from "../../text/participant.fr.json";
import reasons from "../../text/reasons.fr.json";
import room from "../../text/room.fr.json";

export const WORDS: Catalogue = { ...common, ...participant, ...later, ...map, ...notes, ...own, ...reasons, ...room, ...level };
