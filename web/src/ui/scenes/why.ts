import { language, t } from "../../text";
import { isolated } from "../../text/isolated";
import type { Reason, Venue } from "../../wire/messages";

/** Why a statement deserves discussion, in one line. */
export const reasonInWords = ({ code, venue }: Reason, venues: readonly Venue[]): string =>
  t(`why.${code}`, {
    venue: isolated(venueName(venue, venues)),
  });

/** What a side of a comparison between venues is called: those far away are one, too. */
export const venueName = (side: string | null | undefined, venues: readonly Venue[]): string =>
  venues.find(({ id }) => id === side)?.name ?? t("place.remote");

/** How many agree, as far as it is told: about so much. */
export const shareInWords = (share: number): string =>
  t("venues.share", { share: new Intl.NumberFormat(language.value, { style: "percent" }).format(share) });
