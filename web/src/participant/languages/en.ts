import type { Catalogue } from "../../text";
import common from "../../text/common.en.json";
import later from "../../text/later.en.json";
import level from "../../text/level.en.json";
import map from "../../text/map.en.json";
import notes from "../../text/notes.en.json";
import own from "../../text/own.en.json";
import participant from "../../text/participant.en.json";
import reasons from "../../text/reasons.en.json";
import room from "../../text/room.en.json";

export const WORDS: Catalogue = { ...common, ...participant, ...later, ...map, ...notes, ...own, ...reasons, ...room, ...level };
