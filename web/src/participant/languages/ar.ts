import type { Catalogue } from "../../text";
import common from "../../text/common.ar.json";
import later from "../../text/later.ar.json";
import level from "../../text/level.ar.json";
import map from "../../text/map.ar.json";
import notes from "../../text/notes.ar.json";
import own from "../../text/own.ar.json";
import participant from "../../text/participant.ar.json";
import reasons from "../../text/reasons.ar.json";
import room from "../../text/room.ar.json";

export const WORDS: Catalogue = { ...common, ...participant, ...later, ...map, ...notes, ...own, ...reasons, ...room, ...level };
