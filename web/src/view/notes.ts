/** The codes of the analysis that there are words for (`too-early.…`), the most telling first. */
const KNOWN = [
  "too-few-participants",
  "fewer-than-7-people",
  "too-few-statements",
  "no-variation",
  "no-clear-groups",
  "one-axis",
] as const;

export type Note = (typeof KNOWN)[number] | "more-votes";

/** Why something is absent from the map, by the end of its key: the most telling reason only. */
export const reasonFor = (notes: readonly string[]): Note => {
  const codes = new Set(notes.map((note) => note.replaceAll("_", "-")));
  return KNOWN.find((known) => codes.has(known)) ?? "more-votes";
};
