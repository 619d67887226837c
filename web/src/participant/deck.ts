import type { StatementView } from "../wire/messages";
import type { View } from "../view/view";

/**
 * The statements of the prompt that the phone's owner may vote on, in an order that is this phone's own and stays the
 * same: if all saw them in one order, the last would get no votes. `seed`: any secret of the phone.
 */
export const deck = (view: View, prompt: string, seed: string): readonly StatementView[] =>
  [...view.statements.values()]
    .filter((one) => one.prompt === prompt && one.standing === "shown" && !view.you.statements.has(one.id))
    .map((one) => ({ one, rank: rank(seed + one.id) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);

/** 32 bits that look random (FNV-1a, its bits then mixed as in MurmurHash 3). */
const rank = (text: string): number => {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};
