/** What the end of the join strip says of the picture: how old it is, whether it is held, whether to trust it. */

import type { LinkState } from "../link/socket";
import { t } from "../text";
import { isStale, type Freshness } from "../ui/scenes/freshness";
import type { View } from "../view/view";

export interface Health {
  tone: "calm" | "frozen" | "warning";
  words: readonly string[];
}

/** Without new votes for this long, the age of the data says less than since when nobody votes. */
const QUIET_MS = 60_000;

/** lost: when the link went, by the server's clock in ms. now: the same. caughtUp: with so many votes, just now. */
export const healthOf = (
  view: View,
  freshness: Freshness,
  link: LinkState,
  lost: number | undefined,
  now: number,
  caughtUp?: number,
): Health => {
  if (lost !== undefined) {
    const key = link === "closed" ? "health.ended" : link === "connecting" ? "health.kept" : "health.lost";
    return { tone: "warning", words: [t(key, { time: clockTime(lost) })] };
  }
  if (view.stage?.frozen) return { tone: "frozen", words: frozen(view, freshness) };
  if (caughtUp !== undefined && caughtUp > 0) return { tone: "calm", words: [t("health.caught-up", { n: caughtUp })] };
  if (freshness.newest === 0) return { tone: "calm", words: [t("health.no-map")] };
  const age = now - freshness.newest;
  if (isStale(freshness, now)) return { tone: "warning", words: [t("health.stale", { age: duration(age) })] };
  if (freshness.behindSince === undefined && age > QUIET_MS) {
    return { tone: "calm", words: [t("health.quiet", { time: clockTime(freshness.newest) })] };
  }
  return { tone: "calm", words: [t("health.age", { age: duration(age) })] };
};

const frozen = (view: View, { newest, votes }: Freshness): string[] => {
  if (newest === 0) return [t("health.frozen-unknown")];
  const picture = view.maps.get(view.stage?.prompt ?? "")?.frame;
  const since = (view.pulse?.votes ?? 0) - (votes ?? Number.POSITIVE_INFINITY);
  return [
    t("health.frozen", { time: clockTime(newest) }),
    ...(since > 0 ? [t("health.since", { n: since })] : []),
    ...(picture === undefined ? [] : [t("health.picture", { n: picture })]),
  ];
};

const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 90
    ? t("health.seconds", { n: seconds })
    : t("health.minutes", { n: Math.round(seconds / 60) });
};

const clockTime = (ms: number): string =>
  new Date(ms).toLocaleTimeString(document.documentElement.lang || "en", { hour: "2-digit", minute: "2-digit" });
