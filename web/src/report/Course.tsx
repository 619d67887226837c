import type { Moment, Prompt } from "./report";
import { counted, t, time } from "./words";

/** How the result came about: the programme, how far things were, and what became of the groups on the way. */
export const Course = ({ prompt }: { prompt: Prompt }) => {
  const id = `p${prompt.number}-course`;
  const stands = prompt.moments.filter(({ kind }) => kind === "stand");
  const most = Math.max(1, ...stands.map(({ votes }) => votes));
  return (
    <section class="course" aria-labelledby={id}>
      <h3 id={id}>{t("course.title")}</h3>
      <p class="what">{t("course.what")}</p>
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
      return (
        <p>
          {t("course.stand", {
            people: counted(moment.people),
            statements: counted(moment.statements),
            votes: counted(moment.votes),
          })}{" "}
          {moment.groups.length > 0
            ? t("course.groups", { n: moment.groups.length, sizes: moment.groups.map(counted).join(" · ") })
            : t("course.no-groups")}
        </p>
      );
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
    default:
      return <p>{t(`course.${moment.kind}`, { group: moment.group, other: moment.other })}</p>;
  }
};
