/** What somebody wrote, for the middle of a sentence: it runs in its own direction, and turns nothing around it. */
export const isolated = (text: string): string =>
  // Once is enough: a sentence from right to left isolates all that is put into it.
  /^\u2068[^\u2068\u2069]*\u2069$/.test(text) ? text : `\u2068${text}\u2069`;
