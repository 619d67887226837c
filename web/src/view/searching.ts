/** Finding texts by words, in any script. */

/** Latin, Greek and Cyrillic accents, and the vowel marks that Arabic and Hebrew mostly leave out; other scripts' marks are letters. */
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}]\p{M}*)\p{M}+/gu;

/** Letters that people write either way: Arabic's alef maksura, ta marbuta and tatweel, German's sharp s. */
const EITHER_WAY: readonly [RegExp, string][] = [
  [/ى/g, "ي"],
  [/ة/g, "ه"],
  [/ـ/g, ""],
  [/ß/g, "ss"],
];

/** The text without case and accents, so that "Zürich" is found by "zurich" and "أُمَّة" by "امه", but "मत" not by "मति". */
const plain = (text: string): string =>
  EITHER_WAY.reduce(
    (made, [letter, other]) => made.replace(letter, other),
    text.normalize("NFKD").replace(ACCENTS, "").toLocaleLowerCase(),
  );

/** The words that are looked for; none for blank. */
export const wordsIn = (asked: string): readonly string[] => plain(asked).split(/\s+/).filter(Boolean);

/** Whether every word stands somewhere in the text, inside longer words too. */
export const isFound = (text: string, words: readonly string[]): boolean => {
  if (words.length === 0) return true;
  const within = plain(text);
  return words.every((word) => within.includes(word));
};
