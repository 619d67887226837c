import type { Catalogue } from "../../text";
import common from "../../text/common.hi.json";
import level from "../../text/level.hi.json";
import map from "../../text/map.hi.json";
import notes from "../../text/notes.hi.json";
import projector from "../../text/projector.hi.json";
import replay from "../../text/replay.hi.json";
import room from "../../text/room.hi.json";
import scenes from "../../text/scenes.hi.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...projector, ...level };
