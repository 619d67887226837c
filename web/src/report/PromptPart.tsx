import { nameHere } from "../text";
import { isolated } from "../text/isolated";
import { reasonFor } from "../view/notes";
import { Course } from "./Course";
import { Differences } from "./Differences";
import { GroupsInWords } from "./GroupsInWords";
import { MapTable } from "./MapTable";
import { ReportMap } from "./ReportMap";
import { Slate } from "./Slate";
import { StatementEntry } from "./StatementEntry";
import { wordingsOf } from "./prompts";
import type { Prompt, Report, Told } from "./report";
import { counted, t } from "./words";

/** How many of a list stand open; the rest unfolds. */
const MOST_OPEN = 5;

const LISTS = [
  ["common-ground", "common_ground"],
  ["fault-lines", "fault_lines"],
  ["discuss", "discuss"],
] as const;

/** What one prompt came to. */
export const PromptPart = ({ prompt, report }: { prompt: Prompt; report: Report }) => {
  const { result } = prompt;
  const scores = new Map(result.scores.map((score) => [score.statement, score]));
  const told = (number: number): Told[] => {
    const statement = prompt.statements.find((one) => one.number === number);
    const score = scores.get(number);
    return statement && score ? [{ prompt, statement, score }] : [];
  };
  const id = `p${prompt.number}`;
  const [read, ...others] = wordingsOf(prompt, report);
  return (
    <section class="prompt" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} class="prompt__asked">
        <span class="prompt__lead">{t("prompt.asked")}</span>{" "}
        <span dir="auto" lang={read.language}>
          {read.text}
        </span>
      </h2>
      {others.map((one) => (
        <p key={one.language} class="statement__translation">
          {t("statement.translated", { language: isolated(nameHere(one.language)) })}{" "}
          <span dir="auto" lang={one.language}>
            {one.text}
          </span>
        </p>
      ))}
      {prompt.phase === "open" && <p class="notice">{t("prompt.open")}</p>}
      <ul class="short">
        <li>
          <a href={`#${id}-groups`}>
            {result.groups.length > 0 ? t("short.groups", { n: result.groups.length }) : t("short.no-groups")}
          </a>
        </li>
        {LISTS.map(([name, list]) => (
          <li key={name}>
            <a href={`#${id}-${name}`}>{t(`short.${name}`, { n: result[list].length })}</a>
          </li>
        ))}
        {result.too_early.length > 0 && (
          <li>
            <a href={`#${id}-early`}>{t("short.early", { n: result.too_early.length })}</a>
          </li>
        )}
      </ul>

      <section aria-labelledby={`${id}-groups`}>
        <h3 id={`${id}-groups`}>{t("groups.title")}</h3>
        {prompt.dots.x.length > 0 && (
          <>
            <ReportMap prompt={prompt} report={report} />
            <MapTable prompt={prompt} report={report} />
          </>
        )}
        {result.groups.length === 0 ? (
          <p>
            <strong>{t("short.no-groups")}</strong> {t(`too-early.${reasonFor(result.notes)}`)}
          </p>
        ) : (
          <GroupsInWords prompt={prompt} />
        )}
      </section>

      {LISTS.map(([name, list]) => (
        <section key={name} class={`finding finding--${name}`} aria-labelledby={`${id}-${name}`}>
          <h3 id={`${id}-${name}`}>{t(`${name}.title`)}</h3>
          <p class="what">{t(`${name}.what`)}</p>
          <Statements list={result[list].flatMap(told)} report={report} />
        </section>
      ))}

      {result.slate.length > 0 && <Slate prompt={prompt} />}

      {prompt.differences.length > 0 && <Differences prompt={prompt} report={report} />}

      {result.too_early.length > 0 && (
        <section aria-labelledby={`${id}-early`}>
          <h3 id={`${id}-early`}>{t("early.title")}</h3>
          <p class="what">{t("early.what")}</p>
          <details>
            <summary>{t("early.show", { n: result.too_early.length })}</summary>
            <ul class="early">
              {result.too_early.flatMap(told).map(({ statement }) => (
                <li key={statement.number}>
                  <a href={`#s${statement.number}`}>#{statement.number}</a>{" "}
                  <span class="voice" dir="auto" lang={statement.language}>
                    {statement.text}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        </section>
      )}

      <Course prompt={prompt} report={report} />
    </section>
  );
};

const Statements = ({ list, report }: { list: Told[]; report: Report }) => {
  if (list.length === 0) return <p class="quiet">{t("list.none")}</p>;
  const more = list.slice(MOST_OPEN);
  return (
    <>
      <ol class="statements">
        {list.slice(0, MOST_OPEN).map((told) => (
          <li key={told.statement.number}>
            <StatementEntry told={told} report={report} />
          </li>
        ))}
      </ol>
      {more.length > 0 && (
        <details class="more">
          <summary>{t("list.more", { n: counted(more.length) })}</summary>
          <ol class="statements" start={MOST_OPEN + 1}>
            {more.map((told) => (
              <li key={told.statement.number}>
                <StatementEntry told={told} report={report} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
};
