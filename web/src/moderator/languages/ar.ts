import type { Catalogue } from "../../text";
import common from "../../text/common.ar.json";
import flags from "../../text/flags.ar.json";
import heard from "../../text/heard.ar.json";
import items from "../../text/items.ar.json";
import keeping from "../../text/keeping.ar.json";
import level from "../../text/level.ar.json";
import map from "../../text/map.ar.json";
import moderator from "../../text/moderator.ar.json";
import notes from "../../text/notes.ar.json";
import reasons from "../../text/reasons.ar.json";
import roles from "../../text/roles.ar.json";
import replay from "../../text/replay.ar.json";
import room from "../../text/room.ar.json";
import scenes from "../../text/scenes.ar.json";
import steering from "../../text/steering.ar.json";
import tickets from "../../text/tickets.ar.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...reasons, ...moderator, ...steering, ...roles, ...heard, ...items, ...keeping, ...level, ...tickets, ...flags };
