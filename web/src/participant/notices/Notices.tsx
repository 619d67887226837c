import { useEffect } from "preact/hooks";

import type { Phone } from "../phone";
import { watchGroups } from "../room/happened";
import { Announced } from "./Announced";
import { ReportReady } from "./ReportReady";
import "./notices.css";

/** What everybody is told, above whichever layer is open. */
export const Notices = ({ phone }: { phone: Phone }) => {
  useEffect(() => watchGroups(phone), [phone]);
  return (
    <>
      <Announced phone={phone} />
      <ReportReady phone={phone} />
    </>
  );
};
