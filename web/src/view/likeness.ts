/**
 * How alike two texts are, in any script: by the pairs and triples of characters that they share. It finds the same thing
 * said with other endings, in another order or with a typo; it does not find the same thing said in other words.
 */

/** From here on two statements are worth a second look side by side. */
export const ALIKE = 0.5;

/**
 * From here on somebody who writes is told of it. Sentences of one build and another subject share up to 0.7; where a sign
 * is a word, a single other word costs more.
 */
export const muchAlike = (text: string): number => (/\p{Script=Han}/u.test(text) ? ALIKE : 0.75);

/** The pairs and triples of characters of a text, without case, accents and marks of punctuation. */
export const grams = (text: string): ReadonlySet<string> => {
  const plain = text
    .normalize("NFKD")
    // Latin and Greek accents, and the vowel marks that Arabic mostly leaves out; other scripts' marks are letters.
    .replace(/[\u0300-\u036f\u064b-\u0652\u0640]/g, "")
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]+/gu, " ")
    .trim();
  const found = new Set<string>();
  if (plain === "") return found;
  const characters = [...` ${plain} `];
  for (let i = 0; i + 1 < characters.length; i++) {
    found.add(characters.slice(i, i + 2).join(""));
    if (i + 2 < characters.length) found.add(characters.slice(i, i + 3).join(""));
  }
  return found;
};

/** Dice's coefficient: 0 where nothing is shared, 1 where everything is. Two empty texts share nothing. */
export const resemblance = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const gram of small) if (large.has(gram)) shared += 1;
  return one.size + other.size === 0 ? 0 : (2 * shared) / (one.size + other.size);
};

export interface Alike<Item> {
  readonly item: Item;
  /** 0-1, as `resemblance`. */
  readonly likeness: number;
}

/** Those of the items that are at least so much like the text, the likest first. */
export const alike = <Item extends { readonly text: string }>(
  text: string,
  items: Iterable<Item>,
  most: number = Infinity,
  least: number = ALIKE,
): readonly Alike<Item>[] => {
  const own = grams(text);
  const found: Alike<Item>[] = [];
  for (const item of items) {
    const likeness = resemblance(own, kept(item.text));
    if (likeness >= least) found.push({ item, likeness });
  }
  return found.sort((a, b) => b.likeness - a.likeness).slice(0, most);
};

/** Texts are compared again and again while people type and moderators move on. */
const known = new Map<string, ReadonlySet<string>>();
const KNOWN_LIMIT = 20_000;

const kept = (text: string): ReadonlySet<string> => {
  const held = known.get(text);
  if (held !== undefined) return held;
  if (known.size >= KNOWN_LIMIT) known.clear();
  const made = grams(text);
  known.set(text, made);
  return made;
};
