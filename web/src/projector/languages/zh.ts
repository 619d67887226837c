import type { Catalogue } from "../../text";
import common from "../../text/common.zh.json";
import level from "../../text/level.zh.json";
import map from "../../text/map.zh.json";
import notes from "../../text/notes.zh.json";
import projector from "../../text/projector.zh.json";
import replay from "../../text/replay.zh.json";
import room from "../../text/room.zh.json";
import scenes from "../../text/scenes.zh.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...projector, ...level };
