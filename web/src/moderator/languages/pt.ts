import type { Catalogue } from "../../text";
import common from "../../text/common.pt.json";
import flags from "../../text/flags.pt.json";
import heard from "../../text/heard.pt.json";
import items from "../../text/items.pt.json";
import keeping from "../../text/keeping.pt.json";
import level from "../../text/level.pt.json";
import map from "../../text/map.pt.json";
import moderator from "../../text/moderator.pt.json";
import notes from "../../text/notes.pt.json";
import reasons from "../../text/reasons.pt.json";
import roles from "../../text/roles.pt.json";
import replay from "../../text/replay.pt.json";
import room from "../../text/room.pt.json";
import scenes from "../../text/scenes.pt.json";
import steering from "../../text/steering.pt.json";
import tickets from "../../text/tickets.pt.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...reasons, ...moderator, ...steering, ...roles, ...heard, ...items, ...keeping, ...level, ...tickets, ...flags };
