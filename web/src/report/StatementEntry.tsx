import { nameHere } from "../text";
import { isolated } from "../text/isolated";
import { Answers, Row, Sureness } from "./Tally";
import { type Report, type Told, votesOf } from "./report";
import { placeName } from "./places";
import { day, listed, percent, t, tOr } from "./words";

interface Props {
  told: Told;
  report: Report;
  /** In the list of all statements: carries the address, and the answers of each place. */
  isWhole?: boolean;
}

/** One statement with everything that was said of it. */
export const StatementEntry = ({ told, report, isWhole = false }: Props) => {
  const { statement, score, prompt } = told;
  const { k } = report.privacy;
  return (
    <article class="statement" id={isWhole ? `s${statement.number}` : undefined} tabIndex={isWhole ? -1 : undefined}>
      <p class="statement__text" dir="auto" lang={statement.language}>
        {statement.text}
      </p>
      {statement.wordings.map((wording) => (
        <p key={wording} class="statement__note">
          {t("statement.wording")} <q dir="auto">{wording}</q>
        </p>
      ))}
      {statement.translations.map(([language, text]) => (
        <p key={language} class="statement__translation">
          {t("statement.translated", { language: isolated(nameHere(language)) })}{" "}
          <span dir="auto" lang={language}>
            {text}
          </span>
        </p>
      ))}
      <p class="statement__about">
        <a class="statement__number" href={`#s${statement.number}`} aria-label={t("statement.number", { n: statement.number })}>
          #{statement.number}
        </a>
        <span>{t(statement.origin === "seed" ? "origin.seed" : "origin.participant")}</span>
        {isWhole && <span>{t(`finding.${score.finding}`)}</span>}
        {isWhole && <span>{day(statement.hour_ms)}</span>}
        <Sureness score={score} />
      </p>
      {score.finding === "common-ground" && score.consensus_on === "disagree" && (
        <p class="statement__note">{t("common-ground.rejected")}</p>
      )}
      {score.finding === "discuss" && (
        <p class="statement__note">
          {score.reasons.map((reason) => tOr(`discuss.${reason}`, "discuss.unsettled")).join(" ")}
        </p>
      )}
      <Answers score={score} groups={prompt.result.groups} k={k} />
      {isWhole && score.once !== null && (
        <p class="statement__scores">{t("statement.once", { share: percent(score.once) })}</p>
      )}
      {isWhole && statement.pass_reasons.length > 0 && (
        <p class="statement__scores">
          {t("pass.title")}{" "}
          {statement.pass_reasons.map(([reason, n]) => tOr(`pass.${reason}`, "pass.unsure", { n })).join(" · ")}
        </p>
      )}
      {isWhole && score.finding !== "too-early" && prompt.result.groups.length > 1 && (
        <p class="statement__scores">
          {t("scores", {
            consensus: percent(score.consensus_chance),
            low: percent(score.divided.low),
            high: percent(score.divided.high),
          })}
        </p>
      )}
      {isWhole && statement.by_place.some((counts) => counts !== null && votesOf(counts) > 0) && (
        <PlacesAnswers told={told} report={report} />
      )}
    </article>
  );
};

/** The answers by venue, and in the room beside remote, where more than one is to be told apart. */
const PlacesAnswers = ({ told: { statement }, report }: { told: Told; report: Report }) => {
  const rows = report.attendance.places.flatMap((place, index) =>
    place.people === 0 ? [] : [{ place, counts: statement.by_place[index] ?? null }],
  );
  if (rows.length < 2) return null;
  const silent = rows.filter(({ counts }) => counts === null);
  return (
    <details class="places">
      <summary>{t("places.show")}</summary>
      <dl class="answers">
        {rows
          .filter(({ counts }) => counts !== null)
          .map(({ place, counts }) => (
            <Row key={`${place.kind}${place.name}`} name={placeName(place)} counts={counts} k={report.privacy.k} />
          ))}
      </dl>
      {silent.length > 0 && (
        <p class="statement__scores">
          {listed(silent.map(({ place }) => isolated(placeName(place))))}: {t("tally.few", { k: report.privacy.k })}
        </p>
      )}
    </details>
  );
};
