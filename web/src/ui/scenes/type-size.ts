/** Type on the big screen, in hundredths of its width: as large as the length of the text allows. */

const STEPS: readonly (readonly [number, number])[] = [
  [50, 6.4],
  [100, 5.2],
  [160, 4.3],
  [280, 3.5],
  [450, 2.8],
  [700, 2.3],
];

/** Beside a text as it was written: more than three languages cannot be read from the last row. */
export const MOST_TRANSLATIONS = 2;

/** For one text that has the screen to itself. */
export const sizeAlone = (text: string): number => STEPS.find(([most]) => text.length <= most)?.[1] ?? 1.9;

/** For the same in several languages, one below the other. */
export const sizeTogether = (texts: readonly string[]): number =>
  Math.max(1.6, sizeAlone(texts.join("")) * (texts.length > 1 ? 0.82 : 1));

/** For texts that share half the screen, one below the other: what fills their space, each with an unfinished line. */
export const sizeInList = (texts: readonly string[]): number => {
  const characters = texts.reduce((sum, text) => sum + Math.max(text.length, 40) + 25, 0);
  return Math.max(1.1, Math.min(2.7, 40 / Math.sqrt(Math.max(1, characters))));
};
