import { useEffect, useState } from "preact/hooks";

import { t } from "../../text";
import { Hemicycle } from "../hemicycle/Hemicycle";
import { Numbers } from "./Numbers";
import type { Showing } from "./showing";

/** While people come in: how to join, how full the hall is, and when it begins. */
export const LobbyScene = ({ showing: { event, join, pulse, stage, clockAhead_ms } }: { showing: Showing }) => {
  const left = useCountdown(stage.until_ms ?? event.opens_ms, clockAhead_ms);
  const joined = pulse?.joined ?? 0;
  return (
    <section class="scene scene--lobby">
      <div class="lobby__words">
        <p class="lobby__welcome">{t("lobby.welcome")}</p>
        <h1 class="lobby__title">
          <bdi>{event.title}</bdi>
        </h1>
        {left !== undefined && (
          <p class="lobby__countdown" role="timer" aria-live="off">
            {left > 0 ? (
              <>
                <span class="lobby__begins">{t("lobby.begins-in")}</span>
                <bdi class="lobby__clock">{clock(left)}</bdi>
              </>
            ) : (
              <span class="lobby__begins">{t("lobby.begins-soon")}</span>
            )}
          </p>
        )}
        <p class="scene-join__how">{t("join.how")}</p>
        <p class="lobby__address">
          <bdi>{join.address}</bdi>
        </p>
        <p class="scene-join__how">{t("join.code")}</p>
        <p class="lobby__code" style={{ "--letters": event.code.length }}>
          <bdi>{event.code}</bdi>
        </p>
      </div>
      <div class="lobby__hall">
        <Hemicycle people={joined} />
        <Numbers numbers={[["numbers.joined", joined]]} />
      </div>
      <div class="scene-join__card lobby__card">
        <img src={join.qr} alt={t("join.qr")} />
        <p>{t("join.scan")}</p>
      </div>
    </section>
  );
};

/** Milliseconds until then, by the server's clock, as they pass; undefined where nothing is counted down. */
export const useCountdown = (until: number | null, ahead: number): number | undefined => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return;
    setNow(Date.now());
    const ticking = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(ticking);
  }, [until]);
  return until === null ? undefined : until - (now + ahead);
};

/** As clocks on stages have it: minutes and seconds, with hours before them where there are any. */
export const clock = (ms: number): string => {
  const all = Math.ceil(ms / 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
};
