import { isolated } from "../text/isolated";
import { Replay } from "../ui/replay/Replay";
import { keyframesOf, standInWords } from "./keyframes";
import type { Moment, Prompt, Report } from "./report";
import { t, time } from "./words";

/** How the result came about: the programme, how far things were, and what became of the groups on the way. */
export const Course = ({ prompt, report }: { prompt: Prompt; report: Report }) => {
  const id = `p${prompt.number}-course`;
  const stands = prompt.moments.filter(({ kind }) => kind === "stand");
  const frames = keyframesOf(prompt);
  const most = Math.max(1, ...stands.map(({ votes }) => votes));
  return (
    <section class="course" aria-labelledby={id}>
      <h3 id={id}>{t("course.title")}</h3>
      <p class="what">{t("course.what")}</p>
      {frames.length > 1 && (
        <section class="course__replay" aria-label={t("replay.title")}>
          <Replay frames={frames} k={report.privacy.k} label={t("replay.label", { n: frames.length })} />
        </section>
      )}
      <ol class="moments">
        {prompt.moments.map((moment, place) => (
          <li key={place} class={`moment moment--${moment.kind}`}>
            <time dateTime={new Date(moment.at_ms).toISOString()}>{time(moment.at_ms)}</time>
            <div>
              <InWords moment={moment} prompt={prompt} />
              {moment.kind === "stand" && (
                <span class="moment__bar" aria-hidden="true" style={{ inlineSize: `${(moment.votes / most) * 100}%` }} />
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
};

const InWords = ({ moment, prompt }: { moment: Moment; prompt: Prompt }) => {
  switch (moment.kind) {
    case "stand":
      return <p>{standInWords(moment)}</p>;
    case "spotlight": {
      const about = prompt.statements.find(({ number }) => number === moment.statement);
      return (
        <p>
          {t("course.spotlight")}{" "}
          <a href={`#s${moment.statement}`} class="voice" dir="auto" lang={about?.language}>
            {about?.text}
          </a>
        </p>
      );
    }
    case "item-begun":
    case "item-ended":
      return <p>{t(`course.${moment.kind}`, { title: isolated(moment.item ?? "") })}</p>;
    default:
      return <p>{t(`course.${moment.kind}`, { group: moment.group, other: moment.other })}</p>;
  }
};
