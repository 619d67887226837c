import { t } from "../../text";

/** The codes of the analysis that there are words for, the most telling first. */
const KNOWN = [
  "too-few-participants",
  "fewer-than-7-people",
  "too-few-statements",
  "no-variation",
  "no-clear-groups",
  "one-axis",
] as const;

type Note = (typeof KNOWN)[number];

/** Why something is absent from the map; only the first reason, for a hall. */
export const reasonFor = (notes: readonly string[]): Note | undefined => {
  const codes = new Set(notes.map((note) => note.replaceAll("_", "-")));
  return KNOWN.find((known) => codes.has(known));
};

/** In place of findings that the data does not bear yet. */
export const TooEarly = ({ notes }: { notes: readonly string[] }) => {
  const reason = reasonFor(notes);
  return (
    <div class="too-early">
      <p class="too-early__lead">{t("too-early.lead")}</p>
      <p>{reason === undefined ? t("too-early.more-votes") : t(`too-early.${reason}`)}</p>
    </div>
  );
};
