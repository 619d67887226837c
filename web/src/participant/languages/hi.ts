import type { Catalogue } from "../../text";
import common from "../../text/common.hi.json";
import later from "../../text/later.hi.json";
import level from "../../text/level.hi.json";
import map from "../../text/map.hi.json";
import notes from "../../text/notes.hi.json";
import own from "../../text/own.hi.json";
import participant from "../../text/participant.hi.json";
import reasons from "../../text/reasons.hi.json";
import room from "../../text/room.hi.json";

export const WORDS: Catalogue = { ...common, ...participant, ...later, ...map, ...notes, ...own, ...reasons, ...room, ...level };
