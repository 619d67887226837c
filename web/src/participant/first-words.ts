import type { FirstWords } from "../text";

/** The words of the reader's language that the server wrote into the page; none where that is English. */
export const readFirstWords = (): FirstWords | undefined => {
  const written = document.getElementById("words");
  const words = written?.textContent;
  return written && words ? { tag: written.lang, words: JSON.parse(words) as FirstWords["words"] } : undefined;
};
