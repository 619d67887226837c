import type { Catalogue } from "../../text";
import common from "../../text/common.es.json";
import flags from "../../text/flags.es.json";
import heard from "../../text/heard.es.json";
import items from "../../text/items.es.json";
import keeping from "../../text/keeping.es.json";
import level from "../../text/level.es.json";
import map from "../../text/map.es.json";
import moderator from "../../text/moderator.es.json";
import notes from "../../text/notes.es.json";
import reasons from "../../text/reasons.es.json";
import roles from "../../text/roles.es.json";
import replay from "../../text/replay.es.json";
import room from "../../text/room.es.json";
import scenes from "../../text/scenes.es.json";
import steering from "../../text/steering.es.json";
import tickets from "../../text/tickets.es.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...reasons, ...moderator, ...steering, ...roles, ...heard, ...items, ...keeping, ...level, ...tickets, ...flags };
