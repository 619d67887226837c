import { t } from "../../text";
import type { Reason, Venue } from "../../wire/messages";

/** Why a statement deserves discussion, in one line. */
export const reasonInWords = ({ code, share, venue }: Reason, venues: readonly Venue[]): string =>
  t(`why.${code}`, {
    share: Math.round(share * 100),
    venue: venues.find(({ id }) => id === venue)?.name ?? t("place.remote"),
  });
