import type { FromServer } from "../wire/messages";
import { type MapMessage, movedMap, wholeMap } from "./maps";
import { isOfMap, reduceButMaps, type View } from "./view";

/** The view after the message, which was heard at `heardAt_ms` by this device's clock. What was held is not changed. */
export const reduce = (view: View, message: FromServer, heardAt_ms: number = Date.now()): View =>
  isOfMap(message) ? withMap(view, message) : reduceButMaps(view, message, heardAt_ms);

/** The view with the map. After a gap it stays as it was: the server sends a whole map next. */
export const withMap = (view: View, message: MapMessage): View => {
  const held = view.maps.get(message.prompt);
  if (message.kind === "map-moved" && held?.frame !== message.since) return view;
  const map = message.kind === "map" ? wholeMap(message) : held && movedMap(held, message);
  return map === undefined ? view : { ...view, maps: new Map(view.maps).set(message.prompt, map) };
};
