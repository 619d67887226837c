/**
 * How old the data on the screen is, and whether that is a cause for warning. Maps are only made when there is
 * something new, so an old map is honest while nobody votes; one that lags behind the votes is not.
 */

import type { View } from "../../view/view";

export interface Freshness {
  /** When the newest map was made, by the server's clock in ms; 0 before the first. */
  newest: number;
  /** All votes of the event when that map came, as far as was told; undefined as long as nothing was. */
  votes: number | undefined;
  /** When votes came in that no map shows yet, by the server's clock in ms. */
  behindSince: number | undefined;
}

export const UNKNOWN: Freshness = { newest: 0, votes: undefined, behindSince: undefined };

/** A map is made every few seconds: after this long without one, votes are not being counted into the picture. */
export const STALE_MS = 10_000;

/** Whoever steers hears of it sooner than the hall. */
export const STALLED_MS = 5_000;

/** The freshness after the view has changed. now: the server's clock in ms. */
export const follow = (before: Freshness, view: View, now: number): Freshness => {
  const maps = [...view.maps.values()];
  const newest = Math.max(0, ...maps.map((map) => map.at));
  // A map overtakes the pulse that counts its last votes: what the maps rest on is recorded as well.
  const drawn = maps.reduce((sum, map) => sum + map.votes, 0);
  const votes = view.pulse && Math.max(view.pulse.votes, drawn);
  // After a reload maps arrive one by one: until the newest is back, nothing has changed.
  if (newest < before.newest || newest === 0) return before;
  if (newest > before.newest) return { newest, votes, behindSince: undefined };
  if (before.votes === undefined) return { ...before, votes };
  if (before.behindSince !== undefined || votes === undefined || votes <= before.votes) return before;
  return { ...before, behindSince: now };
};

export const isStale = ({ behindSince }: Freshness, now: number): boolean =>
  behindSince !== undefined && now - behindSince > STALE_MS;

/** How long votes have waited for a map by now, in ms, where that is longer than they should; else 0. */
export const stalledFor = ({ behindSince }: Freshness, now: number): number => {
  const waited = behindSince === undefined ? 0 : now - behindSince;
  return waited > STALLED_MS ? waited : 0;
};
