import { type Params, t as read } from "../text";
import type common from "../text/common.en.json";
import type later from "../text/later.en.json";
import type level from "../text/level.en.json";
import type map from "../text/map.en.json";
import type notes from "../text/notes.en.json";
import type own from "../text/own.en.json";
import type participant from "../text/participant.en.json";
import type reasons from "../text/reasons.en.json";
import type room from "../text/room.en.json";

type Key =
  | keyof typeof common
  | keyof typeof participant
  | keyof typeof later
  | keyof typeof level
  | keyof typeof map
  | keyof typeof notes
  | keyof typeof own
  | keyof typeof reasons
  | keyof typeof room;

/** All the phone's words, in the page's language: for the parts that come with them (`fetching.ts`). */
export const t = (key: Key, params?: Params): string => read(key, params);
