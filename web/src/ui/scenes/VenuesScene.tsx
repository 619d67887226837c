import { t } from "../../text";
import type { VenueGap } from "../../wire/messages";
import { ListScene } from "./ListScene";
import type { Showing } from "./showing";
import { venueName } from "./why";

/** Statements on which one venue differs from all others by more than chance and its mix of groups explain. */
export const VenuesScene = ({ showing }: { showing: Showing }) => {
  const { map, event } = showing;
  return (
    <ListScene
      showing={showing}
      title={t("scene.venues")}
      items={map?.findings?.gaps ?? []}
      nothing={t(event.venues.length > 1 ? "venues.none" : "venues.one")}
      draw={(gap) => <GapBars gap={gap} venue={venueName(gap.venue, event.venues)} />}
    />
  );
};

/** The share that agrees in the venue and everywhere else, one bar below the other, with the counts in words. */
export const GapBars = ({ gap, venue }: { gap: VenueGap; venue: string }) => (
  <dl class="gap">
    <div class="gap__here">
      <dt>
        <bdi>{venue}</bdi>
      </dt>
      <Share agree={gap.agree} votes={gap.votes} />
    </div>
    <div>
      <dt>{t("venues.elsewhere")}</dt>
      <Share agree={gap.other_agree} votes={gap.other_votes} />
    </div>
  </dl>
);

const Share = ({ agree, votes }: { agree: number; votes: number }) => (
  <dd>
    <span class="gap__bar" aria-hidden="true">
      <span style={{ inlineSize: `${(100 * agree) / Math.max(votes, 1)}%` }} />
    </span>
    <span>{t("venues.share", { agree, votes })}</span>
  </dd>
);
