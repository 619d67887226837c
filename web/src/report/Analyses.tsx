import type { ComponentChildren } from "preact";

import { isolated } from "../text/isolated";
import { GroupMark } from "../ui/map/GroupMark";
import { wordingsOf } from "./prompts";
import type { Analysis, Part, Prompt, Report, Result, Score, Selection } from "./report";
import { sideName } from "./places";
import { counted, percent, t, time, tOr } from "./words";

/** Other analyses of the same event beside the one of all votes: who is in them, and where they come out otherwise. */
export const Analyses = ({ report }: { report: Report }) => {
  if (report.analyses.length === 0) return null;
  return (
    <section id="analyses" class="analyses" aria-labelledby="analyses-title">
      <h2 id="analyses-title">{t("analyses.title")}</h2>
      <p class="what">{t("analyses.what")}</p>
      <dl class="selections">
        {report.analyses.map(({ name, selection }) => (
          <div key={name}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>{inWords(selection)}</dd>
          </div>
        ))}
      </dl>
      {report.prompts.map((prompt) => (
        <Compared key={prompt.number} prompt={prompt} report={report} />
      ))}
    </section>
  );
};

const Compared = ({ prompt, report }: { prompt: Prompt; report: Report }) => {
  const [read] = wordingsOf(prompt, report);
  const parts = report.analyses.map((analysis) => ({
    analysis,
    part: analysis.parts.find((one) => one.prompt === prompt.number),
  }));
  const told = parts.flatMap(({ part }) => (part?.result ? [part.result] : []));
  const whole = byStatement(prompt.result);
  const others = told.map(byStatement);
  const differing = prompt.statements.filter(({ number }) =>
    others.some((scores) => comesOut(scores.get(number)) && scores.get(number)?.finding !== whole.get(number)?.finding),
  );
  const isWithheld = others.some((scores) => differing.some(({ number }) => hasNoRange(scores.get(number))));
  return (
    <section>
      {report.prompts.length > 1 && (
        <h3 dir="auto" lang={read.language}>
          {read.text}
        </h3>
      )}
      <div class="compared" role="region" tabIndex={0} aria-label={t("analyses.table")}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">{t("analyses.about")}</span>
              </th>
              <th scope="col">{t("analyses.all")}</th>
              {parts.map(({ analysis }) => (
                <th scope="col" key={analysis.name}>
                  <bdi>{analysis.name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t("analyses.people")}</th>
              <td>{counted(prompt.result.people)}</td>
              {parts.map((one) => (
                <Cell key={one.analysis.name} {...one} k={report.privacy.k}>
                  {(result) => counted(result.people)}
                </Cell>
              ))}
            </tr>
            <tr>
              <th scope="row">{t("groups.title")}</th>
              <td>
                <Sizes result={prompt.result} />
              </td>
              {parts.map((one) => (
                <Cell key={one.analysis.name} {...one} k={report.privacy.k}>
                  {(result) => <Sizes result={result} />}
                </Cell>
              ))}
            </tr>
            {differing.map((statement) => (
              <tr key={statement.number}>
                <th scope="row">
                  <a href={`#s${statement.number}`}>#{statement.number}</a>{" "}
                  <span class="voice" dir="auto" lang={statement.language}>
                    {statement.text}
                  </span>
                </th>
                <td>
                  <InShort score={whole.get(statement.number)} />
                </td>
                {parts.map((one) => (
                  <Cell key={one.analysis.name} {...one} k={report.privacy.k}>
                    {(result) => <InShort score={byStatement(result).get(statement.number)} />}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {differing.length === 0 && told.length > 0 && <p>{t("analyses.same")}</p>}
      {isWithheld && <p class="quiet">{t("analyses.no-range", { k: report.privacy.k })}</p>}
    </section>
  );
};

interface CellProps {
  analysis: Analysis;
  part: Part | undefined;
  k: number;
  children: (result: Result) => ComponentChildren;
}

const Cell = ({ part, k, children }: CellProps) => (
  <td>
    {part?.result ? (
      children(part.result)
    ) : (
      <span class="quiet">{tOr(`analyses.${part?.withheld}`, "analyses.too-few", { k })}</span>
    )}
  </td>
);

const byStatement = (result: Result): Map<number, Score> =>
  new Map(result.scores.map((score) => [score.statement, score]));

/** Fewer votes are no other outcome: a part in which a statement is too early to judge says nothing of it. */
const comesOut = (score: Score | undefined): boolean => score !== undefined && score.finding !== "too-early";

/** Beside the same statement's numbers in another column, these would tell of a few people. */
const hasNoRange = (score: Score | undefined): boolean => comesOut(score) && score?.agree === null;

const Sizes = ({ result }: { result: Result }) =>
  result.groups.length === 0 ? (
    <>{t("short.no-groups")}</>
  ) : (
    <ul class="sizes">
      {result.groups.map(({ label, size }) => (
        <li key={label}>
          <span class="mark">
            <GroupMark group={label} />
          </span>
          <bdi>{label}</bdi> {counted(size)}
        </li>
      ))}
    </ul>
  );

/** What came of a statement, and how many agree, where that can be told. */
export const InShort = ({ score }: { score: Score | undefined }) => {
  if (score === undefined || !comesOut(score)) return <span class="quiet">{t("finding.too-early")}</span>;
  return (
    <>
      <strong>{t(`finding.${score.finding}`)}</strong>
      {score.agree !== null && (
        <>
          <br />
          {t("analyses.agree", { low: percent(score.agree.low), high: percent(score.agree.high) })}
        </>
      )}
    </>
  );
};

const inWords = (selection: Selection): string =>
  [
    selection.venue && t("selection.venue", { name: isolated(selection.venue) }),
    selection.mode && sideName(selection.mode),
    selection.since_ms !== null && t("selection.since", { time: time(selection.since_ms) }),
    selection.until_ms !== null && t("selection.until", { time: time(selection.until_ms) }),
    selection.without_flagged && t("selection.without-flagged"),
    selection.without_paper && t("selection.without-paper"),
    selection.group && t("group", { label: selection.group }),
    selection.method === "polis" && t("selection.polis"),
  ]
    .filter(Boolean)
    .join(" · ") || t("selection.everybody");
