import { isolated } from "../text/isolated";
import type { Difference, Prompt, Report } from "./report";
import { sideName } from "./places";
import { percent, points, t } from "./words";

/** What one venue, the room or those far away, judge differently from everybody else: by statement. */
export const Differences = ({ prompt, report }: { prompt: Prompt; report: Report }) => {
  const texts = new Map(prompt.statements.map((statement) => [statement.number, statement]));
  const id = `p${prompt.number}-differences`;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t("differences.title")}</h3>
      <p class="what">{t("differences.what")}</p>
      <ul class="differences">
        {[...byStatement(prompt.differences)].map(([number, differences]) => {
          const about = texts.get(number);
          return (
            <li key={number}>
              <p class="voice" dir="auto" lang={about?.language}>
                <a href={`#s${number}`}>{about?.text}</a>
              </p>
              {differences.map((one) => (
                <p key={`${one.kind}${one.side}${one.item ?? ""}`}>
                  <strong>
                    <bdi>{nameOf(one, report)}</bdi>:
                  </strong>{" "}
                  {t(LATER.includes(one.side) ? "differences.before" : "differences.line", {
                    share: percent(one.share),
                    others: percent(one.others),
                    low: points(one.difference.low),
                    high: points(one.difference.high),
                  })}
                </p>
              ))}
            </li>
          );
        })}
      </ul>
    </section>
  );
};

/** The sides whose other one came before them. */
const LATER: readonly string[] = ["after", "lit", "heard"];

const nameOf = ({ side, kind, item }: Difference, report: Report): string => {
  if (kind === "item") return t("side.heard", { title: isolated(item ?? "") });
  return report.event.venues.includes(side) ? side : sideName(side);
};

const byStatement = (differences: readonly Difference[]): Map<number, Difference[]> => {
  const found = new Map<number, Difference[]>();
  for (const one of differences) found.set(one.statement, [...(found.get(one.statement) ?? []), one]);
  return found;
};
