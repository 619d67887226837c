import type { Catalogue } from "../../text";
import common from "../../text/common.fr.json";
import flags from "../../text/flags.fr.json";
import heard from "../../text/heard.fr.json";
import items from "../../text/items.fr.json";
import keeping from "../../text/keeping.fr.json";
import level from "../../text/level.fr.json";
import map from "../../text/map.fr.json";
import moderator from "../../text/moderator.fr.json";
import notes from "../../text/notes.fr.json";
import reasons from "../../text/reasons.fr.json";
import roles from "../../text/roles.fr.json";
import replay from "../../text/replay.fr.json";
import room from "../../text/room.fr.json";
import scenes from "../../text/scenes.fr.json";
import steering from "../../text/steering.fr.json";
import tickets from "../../text/tickets.fr.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...reasons, ...moderator, ...steering, ...roles, ...heard, ...items, ...keeping, ...level, ...tickets, ...flags };
