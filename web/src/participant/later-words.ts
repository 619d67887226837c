import { extend, type Params, t as read } from "../text";
import type common from "../text/common.en.json";
import later from "../text/later.en.json";
import map from "../text/map.en.json";
import notes from "../text/notes.en.json";
import type participant from "../text/participant.en.json";

type Key =
  | keyof typeof common
  | keyof typeof participant
  | keyof typeof later
  | keyof typeof map
  | keyof typeof notes;

/** Puts the English words of the later parts beside those of the first card. */
export const addLaterWords = (): void => extend("en", { ...later, ...map, ...notes });
addLaterWords();

/** All the phone's words, in the page's language. */
export const t = (key: Key, params?: Params): string => read(key, params);
