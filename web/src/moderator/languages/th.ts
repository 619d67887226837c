import type { Catalogue } from "../../text";
import common from "../../text/common.th.json";
import flags from "../../text/flags.th.json";
import heard from "../../text/heard.th.json";
import items from "../../text/items.th.json";
import keeping from "../../text/keeping.th.json";
import level from "../../text/level.th.json";
import map from "../../text/map.th.json";
import moderator from "../../text/moderator.th.json";
import notes from "../../text/notes.th.json";
import reasons from "../../text/reasons.th.json";
import roles from "../../text/roles.th.json";
import replay from "../../text/replay.th.json";
import room from "../../text/room.th.json";
import scenes from "../../text/scenes.th.json";
import steering from "../../text/steering.th.json";
import tickets from "../../text/tickets.th.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...reasons, ...moderator, ...steering, ...roles, ...heard, ...items, ...keeping, ...level, ...tickets, ...flags };
