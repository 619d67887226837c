/** What somebody wrote, for the middle of a sentence: it runs in its own direction, and turns nothing around it. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;
