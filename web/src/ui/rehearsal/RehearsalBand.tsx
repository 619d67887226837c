import { t } from "../../text";
import "./rehearsal.css";

interface Props {
  event: { readonly rehearsal: boolean; readonly archive: boolean } | undefined;
}

/** On every page of a rehearsal or an archive, so that nobody takes it for the event as it goes on. */
export const RehearsalBand = ({ event }: Props) =>
  event?.rehearsal || event?.archive ? (
    <p class="rehearsal-band">{t(event.archive ? "archive" : "rehearsal")}</p>
  ) : null;
