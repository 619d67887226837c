import { useEffect } from "preact/hooks";

import type { Phone } from "../phone";
import { watchGroups } from "../room/happened";
import { Announced } from "./Announced";
import { OwnTab } from "./OwnTab";
import { ReportReady } from "./ReportReady";
import "./notices.css";

/** What everybody is told, above whichever layer is open. */
export const Notices = ({ phone }: { phone: Phone }) => {
  useEffect(() => watchGroups(phone), [phone]);
  return (
    <>
      <OwnTab phone={phone} />
      <Announced phone={phone} />
      <ReportReady phone={phone} />
    </>
  );
};
