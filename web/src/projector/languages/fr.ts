import type { Catalogue } from "../../text";
import common from "../../text/common.fr.json";
import level from "../../text/level.fr.json";
import map from "../../text/map.fr.json";
import notes from "../../text/notes.fr.json";
import projector from "../../text/projector.fr.json";
import replay from "../../text/replay.fr.json";
import room from "../../text/room.fr.json";
import scenes from "../../text/scenes.fr.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...projector, ...level };
