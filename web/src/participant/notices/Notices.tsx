import type { Phone } from "../phone";
import { Announced } from "./Announced";
import { ReportReady } from "./ReportReady";
import "./notices.css";

/** What everybody is told, above whichever layer is open. */
export const Notices = ({ phone }: { phone: Phone }) => (
  <>
    <Announced phone={phone} />
    <ReportReady phone={phone} />
  </>
);
