import { useRef } from "preact/hooks";

import { t } from "../../text";
import type { PromptView } from "../../wire/messages";
import type { Desk } from "../desk-state";
import { answersIn, FLOOR, forecast, pace, type Reading, withReading } from "./coverage";

/** For each open prompt, how many statements have enough votes, and how many will by the planned close. */
export const Coverage = ({ desk, now_ms }: { desk: Desk; now_ms: number }) => {
  const open = [...desk.view.value.prompts.values()].filter((prompt) => prompt.phase === "open");
  const told = open.map((prompt) => <OfPrompt key={prompt.id} desk={desk} prompt={prompt} now_ms={now_ms} />);
  return told.length === 0 ? null : (
    <div class="coverage">
      <h3>{t("coverage.title")}</h3>
      {told}
    </div>
  );
};

const OfPrompt = ({ desk, prompt, now_ms }: { desk: Desk; prompt: PromptView; now_ms: number }) => {
  const readings = useRef<readonly Reading[]>([]);
  const { maps, statements } = desk.view.value;
  const map = maps.get(prompt.id);
  if (map !== undefined) readings.current = withReading(readings.current, { at_ms: map.at, votes: map.votes });
  const shown = [...statements.values()].filter((one) => one.prompt === prompt.id && one.standing === "shown");
  const votes = shown.map((one) => answersIn(map?.findings?.results.get(one.id)?.tally));
  const enough = votes.filter((count) => count >= FLOOR).length;
  const perMinute = pace(readings.current);
  const closes_ms = prompt.plan.closes_ms;
  const reached =
    closes_ms === null || perMinute === undefined
      ? undefined
      : forecast(votes, (perMinute * Math.max(0, closes_ms - now_ms)) / 60_000);
  return (
    <div class="coverage__prompt">
      <p>
        {`${t("prompt.number", { n: prompt.number })} · `}
        {t("coverage.now", { n: enough, all: votes.length, floor: FLOOR })}
      </p>
      <meter min={0} max={Math.max(1, votes.length)} value={enough} aria-label={t("coverage.title")} />
      {reached !== undefined && (
        <p data-short={reached < votes.length}>
          {t("coverage.forecast", { n: reached, all: votes.length, floor: FLOOR })}
        </p>
      )}
      {closes_ms === null && <p class="hint">{t("coverage.no-close")}</p>}
    </div>
  );
};
