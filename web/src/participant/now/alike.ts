/** How alike two texts are to a reader's eye, without a server: the pairs of neighbouring letters that they share. */

/**
 * From here on two texts are shown side by side. Sentences of one build and another subject share up to 0.7; where a
 * sign is a word, a single other word costs more.
 */
const ALIKE_FROM = 0.75;
const ALIKE_FROM_IN_SIGNS = 0.5;
const SIGNS = /\p{Script=Han}/u;

/** The one of the others that is most like the text, if any is like it at all. */
export const mostAlike = <Other extends { readonly text: string }>(
  text: string,
  others: Iterable<Other>,
): Other | undefined => {
  const own = pairs(text);
  if (own.size < 6) return undefined; // a word or two is like everything
  let best: Other | undefined;
  let most = SIGNS.test(text) ? ALIKE_FROM_IN_SIGNS : ALIKE_FROM;
  for (const other of others) {
    const likeness = shared(own, pairs(other.text));
    if (likeness < most) continue;
    most = likeness;
    best = other;
  }
  return best;
};

/** The share of pairs that both have, 0–1 (Dice's coefficient over a bag of pairs). */
const shared = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number => {
  let both = 0;
  let all = 0;
  for (const [pair, times] of one) {
    both += Math.min(times, other.get(pair) ?? 0);
    all += times;
  }
  for (const times of other.values()) all += times;
  return (2 * both) / all;
};

/** Letters and digits only, whatever their case and marks of width; pairs do not reach over words. */
const pairs = (text: string): Map<string, number> => {
  const counted = new Map<string, number>();
  for (const word of text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) {
    const signs = [...word];
    if (signs.length === 1) count(counted, word);
    for (let i = 1; i < signs.length; i++) count(counted, `${signs[i - 1]}${signs[i]}`);
  }
  return counted;
};

const count = (counted: Map<string, number>, pair: string): void => {
  counted.set(pair, (counted.get(pair) ?? 0) + 1);
};
