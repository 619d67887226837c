import { useEffect, useMemo, useState } from "preact/hooks";

import { language, t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { Desk } from "../desk-state";
import { Analyses } from "./Analyses";
import { keeping, type Keeping, type Versions } from "./asking";
import { Exports } from "./Exports";
import "./keeping.css";

const LOOK_AGAIN_MS = 2_000;

interface Props {
  desk: Desk;
  code: string;
}

/** What stays of the event: its report, analyses of a part of the votes, and the data to take along. */
export const KeepingPanel = ({ desk, code, ask }: Props & { ask?: Keeping }) => {
  const asked = useMemo(() => ask ?? keeping(code), [code, ask]);
  return (
    <section class="panel keeping" id="keeping" aria-labelledby="keeping-title">
      <h2 id="keeping-title">{t("reports.title")}</h2>
      <Report desk={desk} code={code} ask={asked} />
      <Analyses desk={desk} ask={asked} />
      <Exports desk={desk} ask={asked} />
    </section>
  );
};

const SOON_MS = 7 * 86_400_000;

/** When the server takes the event away; whoever wants to keep it has to act before. */
const Until = ({ until_ms }: { until_ms: number }) => {
  const date = new Intl.DateTimeFormat(language.value, { dateStyle: "long" }).format(until_ms);
  const isSoon = until_ms - Date.now() < SOON_MS;
  return (
    <p class={isSoon ? "keeping__until keeping__until--soon" : "keeping__until"} role={isSoon ? "alert" : undefined}>
      {t(isSoon ? "reports.until-soon" : "reports.until", { date })}
    </p>
  );
};

const Report = ({ desk, code, ask }: Props & { ask: Keeping }) => {
  const report = desk.view.value.event?.report ?? null;
  const prompts = [...desk.view.value.prompts.values()];
  const isOver = prompts.some(({ phase }) => phase === "closed") && prompts.every(({ phase }) => phase !== "open");
  const [known, setKnown] = useState<Versions>();
  const look = () => ask.versions().then(setKnown);
  const isUnderway = known?.is_being_made ?? false;

  // What the event says of itself moves when a version is out; until then somebody has to look.
  useEffect(() => {
    void look();
    if (!isUnderway && !(isOver && report === null)) return;
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [report?.number, isOver, isUnderway]);

  return (
    <div class="keeping__part">
      {report === null ? (
        <p>{t("reports.none")}</p>
      ) : (
        <>
          <p>
            <strong>{t("reports.newest", { n: report.number })}</strong>{" "}
            <a href={`/e/${code}/report`} target="_blank" rel="noreferrer">
              {t("reports.read")}
            </a>
          </p>
          <p class="keeping__heads">
            {t("reports.heads", {
              programme: report.programme_head.slice(0, 16),
              ballots: report.ballots_head.slice(0, 16),
            })}
          </p>
          <p class="keeping__quiet">{t("reports.heads-why")}</p>
        </>
      )}
      {known?.until_ms != null && <Until until_ms={known.until_ms} />}
      <p role="status">
        {isUnderway ? t("reports.being-made") : known?.has_failed ? t("reports.failed") : ""}
      </p>
      <Button disabled={isUnderway || !desk.isLive.value} onClick={() => void ask.makeVersion().then(look)}>
        {t(report === null ? "reports.make-first" : "reports.make")}
      </Button>
    </div>
  );
};
