import { useEffect, useState } from "preact/hooks";

import { language, languages, nameOf, setLanguage } from "../text";
import { everything, type Held, type Report } from "./report";
import { laterVersion, type Later } from "./versions";
import { counted, day, t, time } from "./words";

/** The event, which edition of its report this is, and how much of it there was. */
export const Masthead = ({ held: { report } }: { held: Held }) => {
  const { event, edition, attendance } = report;
  const told = everything(report);
  const judged = told.filter(({ score }) => score.finding !== "too-early").length;
  return (
    <header class="masthead">
      <div class="masthead__line">
        <p class="masthead__kicker">
          {t("kicker")}
          {edition.number !== null && <span> · {t("edition.number", { n: edition.number })}</span>}
        </p>
        <LanguageMenu />
      </div>
      <h1 class="masthead__title" dir="auto" lang={event.language}>
        {event.title}
      </h1>
      <p class="masthead__when">{when(report)}</p>
      <LaterVersion report={report} />
      <dl class="figures">
        <Figure n={attendance.voted} what={t("figure.people", { n: attendance.voted })} />
        <Figure n={told.length} what={t("figure.statements", { n: told.length })} />
        <Figure n={attendance.votes} what={t("figure.votes", { n: attendance.votes })} />
        <Figure n={judged} what={t("figure.judged", { n: judged })} />
      </dl>
      <p class="masthead__caveat">{t("not-an-election")}</p>
      <p class="masthead__tools">
        <button type="button" class="tool" onClick={() => print()}>
          {t("tool.print")}
        </button>
        {location.protocol !== "file:" && edition.number !== null && (
          <a class="tool" href={`${location.pathname}?download`} download>
            {t("tool.download")}
          </a>
        )}
      </p>
    </header>
  );
};

const Figure = ({ n, what }: { n: number; what: string }) => (
  <div class="figure">
    <dt>{what}</dt>
    <dd>{counted(n)}</dd>
  </div>
);

/** From the first hour to that of the last votes, and as of when. What was brought in from elsewhere is closed later. */
const when = ({ prompts, edition }: Report): string => {
  const moments = prompts.flatMap((prompt) => prompt.moments);
  const voted = moments.filter(({ kind }) => kind === "stand");
  const first = day(Math.min(...moments.map(({ at_ms }) => at_ms), edition.made_ms));
  const last = day(Math.max(...(voted.length > 0 ? voted : moments).map(({ at_ms }) => at_ms), 0) || edition.made_ms);
  const span = first === last ? first : t("when.span", { first, last });
  return `${span} · ${t("when.made", { time: time(edition.made_ms) })}`;
};

const LanguageMenu = () => (
  <label class="languages">
    <span class="visually-hidden">{t("language.label")}</span>
    <select value={language.value} onChange={(event) => void setLanguage(event.currentTarget.value)}>
      {languages().map((tag) => (
        <option key={tag} value={tag} lang={tag}>
          {nameOf(tag)}
        </option>
      ))}
    </select>
  </label>
);

/** Where there is a server to ask: that this report has been followed by another, and those before it. */
const LaterVersion = ({ report }: { report: Report }) => {
  const [later, setLater] = useState<Later>();
  useEffect(() => void laterVersion(report).then(setLater), []);
  const { earlier } = report.edition;
  if (later === undefined && earlier.length === 0) return null;
  const base = location.protocol === "file:" ? report.event.address : `/e/${report.event.code}`;
  return (
    <div class="versions">
      {later && (
        <p class="versions__later">
          <a href={`${base}/report/${later.number}`}>{t("edition.later", { n: later.number })}</a>
        </p>
      )}
      {earlier.length > 0 && base && (
        <p>
          {t("edition.earlier")}{" "}
          {earlier.map((number) => (
            <a key={number} href={`${base}/report/${number}`}>
              {t("edition.number", { n: number })}
            </a>
          ))}
        </p>
      )}
    </div>
  );
};
