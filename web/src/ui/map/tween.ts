/** Dots on their way from one map to the next. Pure: the time comes in as an argument. */

/** x, y pairs; both arrays have the same length. */
export interface Tween {
  from: Float32Array;
  to: Float32Array;
  start: number;
  duration_ms: number;
}

/** Everybody at their place. */
export const still = (places: ArrayLike<number>): Tween => {
  const to = Float32Array.from(places);
  return { from: to, to, start: 0, duration_ms: 0 };
};

/**
 * The tween that leads on to other places. It starts where the dots are at this moment, so one that is interrupted
 * does not jump. People who are new appear at their place; a duration of 0 jumps, for those who asked for no motion.
 */
export const leadTo = (tween: Tween, places: ArrayLike<number>, now: number, duration_ms: number): Tween => {
  const to = Float32Array.from(places);
  const from = to.slice();
  from.set(at(tween, now).subarray(0, from.length));
  return { from, to, start: now, duration_ms };
};

export const isOver = (tween: Tween, now: number): boolean => now >= tween.start + tween.duration_ms;

/** Where everybody is at that time. */
export const at = (tween: Tween, now: number, into = new Float32Array(tween.to.length)): Float32Array => {
  if (isOver(tween, now)) {
    into.set(tween.to);
    return into;
  }
  const share = eased(Math.max(0, (now - tween.start) / tween.duration_ms));
  for (let i = 0; i < into.length; i++) {
    const from = tween.from[i] as number;
    into[i] = from + ((tween.to[i] as number) - from) * share;
  }
  return into;
};

/** Sets off gently and comes to rest gently. */
const eased = (share: number): number => share * share * (3 - 2 * share);
