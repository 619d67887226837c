import type { Catalogue } from "../../text";
import common from "../../text/common.pt.json";
import level from "../../text/level.pt.json";
import map from "../../text/map.pt.json";
import notes from "../../text/notes.pt.json";
import projector from "../../text/projector.pt.json";
import replay from "../../text/replay.pt.json";
import room from "../../text/room.pt.json";
import scenes from "../../text/scenes.pt.json";

export const WORDS: Catalogue = { ...common, ...map, ...notes, ...replay, ...room, ...scenes, ...projector, ...level };
