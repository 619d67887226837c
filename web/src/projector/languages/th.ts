import type { Catalogue } from "../../text";
import common from "../../text/common.th.json";
import level from "../../text/level.th.json";
import map from "../../text/map.th.json";
import notes from "../../text/notes.th.json";
import projector from "../../text/projector.th.json";
import replay from "../../text/replay.th.json";
import room from "../../text/room.th.json";
import scenes from "../../text/scenes.th.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...projector, ...level };
