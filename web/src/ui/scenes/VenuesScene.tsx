import { t } from "../../text";
import type { VenueGap } from "../../wire/messages";
import { ListScene } from "./ListScene";
import type { Showing } from "./showing";
import { shareInWords, venueName } from "./why";

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

/** The share that agrees in the venue and everywhere else, one bar below the other. */
export const GapBars = ({ gap, venue }: { gap: VenueGap; venue: string }) => (
  <dl class="gap">
    <div class="gap__here">
      <dt>
        <bdi>{venue}</bdi>
      </dt>
      <Share share={gap.share} />
    </div>
    <div>
      <dt>{t("venues.elsewhere")}</dt>
      <Share share={gap.others} />
    </div>
  </dl>
);

const Share = ({ share }: { share: number }) => (
  <dd>
    <span class="gap__bar" aria-hidden="true">
      <span style={{ inlineSize: `${100 * share}%` }} />
    </span>
    <span>{shareInWords(share)}</span>
  </dd>
);
