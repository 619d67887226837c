import type { Catalogue } from "../../text";
import common from "../../text/common.ar.json";
import level from "../../text/level.ar.json";
import map from "../../text/map.ar.json";
import notes from "../../text/notes.ar.json";
import projector from "../../text/projector.ar.json";
import replay from "../../text/replay.ar.json";
import room from "../../text/room.ar.json";
import scenes from "../../text/scenes.ar.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...projector, ...level };
