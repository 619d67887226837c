import { t } from "../../text";
import { isolated } from "../../text/isolated";
import type { Reason, Venue } from "../../wire/messages";

/** Why a statement deserves discussion, in one line. */
export const reasonInWords = ({ code, share, venue }: Reason, venues: readonly Venue[]): string =>
  t(`why.${code}`, {
    share: Math.round(share * 100),
    venue: isolated(venueName(venue, venues)),
  });

/** What a side of a comparison between venues is called: those far away are one, too. */
export const venueName = (side: string | null | undefined, venues: readonly Venue[]): string =>
  venues.find(({ id }) => id === side)?.name ?? t("place.remote");
