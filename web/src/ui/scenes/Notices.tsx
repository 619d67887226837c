import { t } from "../../text";
import { clock, useCountdown } from "./LobbyScene";
import type { Showing } from "./showing";

/** A close that is further off than this hurries nobody. */
const SOON_MS = 30 * 60_000;

/** What moderators tell the hall, and how long the prompt on the screen still takes statements and votes. */
export const Notices = ({ showing }: { showing: Showing }) => {
  const { event, prompt, clockAhead_ms } = showing;
  const said = event.announcement;
  const saidFor = useCountdown(said?.until_ms ?? null, clockAhead_ms);
  const plan = prompt?.phase === "open" ? prompt.plan : undefined;
  const writingFor = useCountdown(plan?.submit_closes_ms ?? null, clockAhead_ms);
  const votingFor = useCountdown(plan?.closes_ms ?? null, clockAhead_ms);
  const isSaid = said !== null && (saidFor === undefined || saidFor > 0);
  const ends =
    writingFor !== undefined && writingFor > 0
      ? { key: "notice.writing-ends-in", left: writingFor }
      : { key: "notice.closes-in", left: votingFor };
  const isSoon = ends.left !== undefined && ends.left > 0 && ends.left <= SOON_MS;
  return (
    <div class="notices">
      {isSaid && (
        <p class="notices__said" dir="auto">
          {said.text}
        </p>
      )}
      {isSoon && (
        <p class="notices__ends" role="timer" aria-live="off">
          {t(ends.key, { time: clock(ends.left ?? 0) })}
        </p>
      )}
    </div>
  );
};
