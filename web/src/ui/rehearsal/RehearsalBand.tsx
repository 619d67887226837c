import { t } from "../../text";
import "./rehearsal.css";

/** On every page of a rehearsal, so that nobody takes it for the event. */
export const RehearsalBand = ({ event }: { event: { readonly rehearsal: boolean } | undefined }) =>
  event?.rehearsal ? <p class="rehearsal-band">{t("rehearsal")}</p> : null;
