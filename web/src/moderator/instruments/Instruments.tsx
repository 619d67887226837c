import { language, t } from "../../text";
import { isStale, stalledFor } from "../../ui/scenes/freshness";
import { placeName } from "../../ui/scenes/JoinStrip";
import { peopleByPlace } from "../../ui/scenes/people";
import type { JoinAddress } from "../../ui/scenes/showing";
import type { Delay } from "../../wire/messages";
import type { Desk } from "../desk-state";
import { Brigades } from "./Brigades";
import { Coverage } from "./Coverage";
import { DiscussAlerts } from "./DiscussAlerts";
import { HeardByPlace } from "./HeardByPlace";
import { useNow } from "../use-now";
import { Links } from "../access/Links";

interface Props {
  desk: Desk;
  join: JoinAddress;
  code: string;
}

/** How the event is doing: who is here, how many votes there are, how old the data is. */
export const Instruments = ({ desk, join, code }: Props) => {
  const { event, pulse, clockAhead_ms } = desk.view.value;
  const now = useNow() + clockAhead_ms;
  const number = new Intl.NumberFormat(language.value);
  const { newest } = desk.freshness.value;
  const { delay, saving, trouble = false } = pulse?.desk ?? {};
  const stale = isStale(desk.freshness.value, now);
  const stalled_ms = stalledFor(desk.freshness.value, now);
  return (
    <section class="panel" id="instruments" aria-labelledby="instruments-title">
      <h2 id="instruments-title">{t("instruments.title")}</h2>
      <dl class="readings">
        {peopleByPlace(pulse?.present ?? [], event?.venues ?? []).map((place) => (
          <div key={place.venue ?? place.mode}>
            <dt>{placeName(place)}</dt>
            <dd>{number.format(place.people)}</dd>
          </div>
        ))}
        <div>
          <dt>{t("instruments.joined")}</dt>
          <dd>{number.format(pulse?.joined ?? 0)}</dd>
        </div>
        <div>
          <dt>{t("strip.votes")}</dt>
          <dd>{number.format(pulse?.votes ?? 0)}</dd>
        </div>
        <div data-stale={stale}>
          <dt>{t("instruments.age")}</dt>
          <dd>{newest === 0 ? t("instruments.no-map") : age(now - newest)}</dd>
        </div>
        <div data-stale={stalled_ms > 0}>
          <dt>{t("instruments.delay")}</dt>
          <dd>{stalled_ms > 0 ? t("instruments.stalled", { n: Math.round(stalled_ms / 1000) }) : usual(delay)}</dd>
        </div>
        {(saving || trouble) && (
          <div data-stale={trouble}>
            <dt>{t("instruments.saving")}</dt>
            <dd>{trouble ? t("instruments.saving-trouble") : t("instruments.saving-ok", { n: saving?.most_ms ?? 0 })}</dd>
          </div>
        )}
      </dl>
      {stale && <p class="stage__note">{t("instruments.stale")}</p>}
      <DiscussAlerts desk={desk} />
      <Brigades desk={desk} code={code} />
      <Coverage desk={desk} now_ms={now} />
      <HeardByPlace desk={desk} />
      <Links join={join} code={code} canMake={desk.may("make-link")} />
    </section>
  );
};

/** How long votes took lately: those that still wait are not among them. */
const usual = (delay: Delay | undefined): string =>
  delay
    ? t("instruments.delay-value", { half: seconds(delay.half_ms), most: seconds(delay.most_ms) })
    : t("instruments.no-votes");

/** Tenths of a second are all that a person can use. */
const seconds = (ms: number): string =>
  new Intl.NumberFormat(language.value, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(ms / 1000);

const age = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return t("seconds", { n: seconds });
  return seconds < 5400 ? t("minutes", { n: Math.round(seconds / 60) }) : t("hours", { n: Math.round(seconds / 3600) });
};

