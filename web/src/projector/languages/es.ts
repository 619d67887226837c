import type { Catalogue } from "../../text";
import common from "../../text/common.es.json";
import level from "../../text/level.es.json";
import map from "../../text/map.es.json";
import notes from "../../text/notes.es.json";
import projector from "../../text/projector.es.json";
import replay from "../../text/replay.es.json";
import room from "../../text/room.es.json";
import scenes from "../../text/scenes.es.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...projector, ...level };
