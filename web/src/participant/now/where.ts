import type { OwnVote, Phone } from "../phone";
import { t } from "../words";

/**
 * Where a vote has got to, in words: counted, on this phone, or, where the browser keeps nothing, not saved yet. For
 * the moment until the phone's store has it, nothing: it could still be lost.
 */
export const whereItIs = (phone: Phone, { isCounted, isPassing }: OwnVote): string => {
  if (isCounted) return t("vote.counted");
  if (!phone.outlivesPage.value) return t("vote.not-saved");
  return isPassing ? "" : t("vote.on-this-phone");
};
