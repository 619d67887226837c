import type { Catalogue } from "../../text";
import common from "../../text/common.es.json";
import later from "../../text/later.es.json";
import level from "../../text/level.es.json";
import map from "../../text/map.es.json";
import notes from "../../text/notes.es.json";
import own from "../../text/own.es.json";
import participant from "../../text/participant.es.json";
import reasons from "../../text/reasons.es.json";
import room from "../../text/room.es.json";

export const WORDS: Catalogue = { ...common, ...participant, ...later, ...map, ...notes, ...own, ...reasons, ...room, ...level };
