/** The opinion maps as everybody else hears them, from what a desk hears. */

import { withMap } from "../view/reduce";
import { empty, isOfMap, type View } from "../view/view";
import type { FromServer } from "../wire/messages";

/** The maps after the message. A desk's has the counts as they are, and beside them the results that all others get. */
export const withToldToAll = (maps: View["maps"], message: FromServer): View["maps"] => {
  if (!isOfMap(message)) return maps;
  const { findings } = message;
  const heard = findings?.told ? { ...message, findings: { ...findings, results: findings.told } } : message;
  return withMap({ ...empty, maps }, heard).maps;
};
