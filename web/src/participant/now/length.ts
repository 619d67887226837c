/** How long the server will find the text: characters, composed, runs of white space counting as one. */
export const countOf = (text: string): number => [...text.normalize("NFC").trim().replace(/\s+/g, " ")].length;
