import { t } from "../../text";
import { reasonFor } from "../../view/notes";

/** In place of findings that the data does not bear yet. */
export const TooEarly = ({ notes }: { notes: readonly string[] }) => (
  <div class="too-early">
    <p class="too-early__lead">{t("too-early.lead")}</p>
    <p>{t(`too-early.${reasonFor(notes)}`)}</p>
  </div>
);
