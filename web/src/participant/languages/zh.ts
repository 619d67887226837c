import type { Catalogue } from "../../text";
import common from "../../text/common.zh.json";
import later from "../../text/later.zh.json";
import level from "../../text/level.zh.json";
import map from "../../text/map.zh.json";
import notes from "../../text/notes.zh.json";
import own from "../../text/own.zh.json";
import participant from "../../text/participant.zh.json";
import reasons from "../../text/reasons.zh.json";
import room from "../../text/room.zh.json";

export const WORDS: Catalogue = { ...common, ...participant, ...later, ...map, ...notes, ...own, ...reasons, ...room, ...level };
