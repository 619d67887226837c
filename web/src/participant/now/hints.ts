/** What a text looks like, from its signs alone, so that it holds in every language: help for whoever writes. */

export type Hint = "question" | "two-ideas" | "short";

const QUESTION = /[?؟？՞]\s*$/u;
const SENTENCE_END = /[.!?。！？؟।॥]+["'”’»)]*(?:\s+|(?=[\p{Script=Han}]))(?=\S)/gu;
/** Fewer letters than this rarely say something to agree with; scripts of syllables or words say more in fewer. */
const FEW_LETTERS = 12;
const FEW_SIGNS = 5;
const DENSE = /[\p{Script=Han}\p{Script=Thai}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The one hint that helps most with the text as it is; none for an empty or a good one. */
export const hintFor = (text: string): Hint | undefined => {
  const written = text.trim();
  if (written === "") return undefined;
  if (QUESTION.test(written)) return "question";
  // "e.g. trams": what follows an end and is no capital is no new sentence, in scripts that have capitals.
  const ends = [...written.matchAll(SENTENCE_END)].filter(({ index, 0: end }) => {
    const next = written.slice(index + end.length).charAt(0);
    return next.toLowerCase() !== next || next.toUpperCase() === next.toLowerCase();
  });
  if (ends.length > 0) return "two-ideas";
  const letters = written.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters < (DENSE.test(written) ? FEW_SIGNS : FEW_LETTERS) ? "short" : undefined;
};
