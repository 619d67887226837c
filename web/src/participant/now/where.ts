import type { OwnVote, Phone } from "../phone";
import { t } from "../words";

/** Where a vote has got to, in words: counted, on this phone, or, where the browser keeps nothing, not saved yet. */
export const whereItIs = (phone: Phone, { isCounted }: Pick<OwnVote, "isCounted">): string =>
  t(isCounted ? "vote.counted" : phone.outlivesPage.value ? "vote.on-this-phone" : "vote.not-saved");
