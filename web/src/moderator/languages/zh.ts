import type { Catalogue } from "../../text";
import common from "../../text/common.zh.json";
import flags from "../../text/flags.zh.json";
import heard from "../../text/heard.zh.json";
import items from "../../text/items.zh.json";
import keeping from "../../text/keeping.zh.json";
import level from "../../text/level.zh.json";
import map from "../../text/map.zh.json";
import moderator from "../../text/moderator.zh.json";
import notes from "../../text/notes.zh.json";
import reasons from "../../text/reasons.zh.json";
import roles from "../../text/roles.zh.json";
import replay from "../../text/replay.zh.json";
import room from "../../text/room.zh.json";
import scenes from "../../text/scenes.zh.json";
import steering from "../../text/steering.zh.json";
import tickets from "../../text/tickets.zh.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...reasons, ...moderator, ...steering, ...roles, ...heard, ...items, ...keeping, ...level, ...tickets, ...flags };
