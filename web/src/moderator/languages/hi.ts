import type { Catalogue } from "../../text";
import common from "../../text/common.hi.json";
import flags from "../../text/flags.hi.json";
import heard from "../../text/heard.hi.json";
import items from "../../text/items.hi.json";
import keeping from "../../text/keeping.hi.json";
import level from "../../text/level.hi.json";
import map from "../../text/map.hi.json";
import moderator from "../../text/moderator.hi.json";
import notes from "../../text/notes.hi.json";
import reasons from "../../text/reasons.hi.json";
import roles from "../../text/roles.hi.json";
import replay from "../../text/replay.hi.json";
import room from "../../text/room.hi.json";
import scenes from "../../text/scenes.hi.json";
import steering from "../../text/steering.hi.json";
import tickets from "../../text/tickets.hi.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...reasons, ...moderator, ...steering, ...roles, ...heard, ...items, ...keeping, ...level, ...tickets, ...flags };
