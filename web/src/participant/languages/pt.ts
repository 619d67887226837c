import type { Catalogue } from "../../text";
import common from "../../text/common.pt.json";
import later from "../../text/later.pt.json";
import level from "../../text/level.pt.json";
import map from "../../text/map.pt.json";
import notes from "../../text/notes.pt.json";
import own from "../../text/own.pt.json";
import participant from "../../text/participant.pt.json";
import reasons from "../../text/reasons.pt.json";
import room from "../../text/room.pt.json";

export const WORDS: Catalogue = { ...common, ...participant, ...later, ...map, ...notes, ...own, ...reasons, ...room, ...level };
