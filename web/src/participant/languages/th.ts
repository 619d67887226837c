import type { Catalogue } from "../../text";
import common from "../../text/common.th.json";
import later from "../../text/later.th.json";
import level from "../../text/level.th.json";
import map from "../../text/map.th.json";
import notes from "../../text/notes.th.json";
import own from "../../text/own.th.json";
import participant from "../../text/participant.th.json";
import reasons from "../../text/reasons.th.json";
import room from "../../text/room.th.json";

export const WORDS: Catalogue = { ...common, ...participant, ...later, ...map, ...notes, ...own, ...reasons, ...room, ...level };
