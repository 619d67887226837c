import type { Prompt, Report } from "./report";
import { sideName } from "./places";
import { percent, t } from "./words";

/** What one venue, the room or those far away, judge differently from everybody else. */
export const Differences = ({ prompt, report }: { prompt: Prompt; report: Report }) => {
  const texts = new Map(prompt.statements.map((statement) => [statement.number, statement]));
  const id = `p${prompt.number}-differences`;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t("differences.title")}</h3>
      <p class="what">{t("differences.what")}</p>
      <ul class="differences">
        {prompt.differences.map((one) => {
          const about = texts.get(one.statement);
          return (
            <li key={`${one.kind}${one.side}${one.statement}`}>
              <p class="voice" dir="auto" lang={about?.language}>
                <a href={`#s${one.statement}`}>{about?.text}</a>
              </p>
              <p>
                <strong>
                  <bdi>{report.event.venues.includes(one.side) ? one.side : sideName(one.side)}</bdi>
                </strong>{" "}
                {t("differences.line", {
                  share: percent(one.share),
                  others: percent(one.others),
                  low: percent(one.difference.low),
                  high: percent(one.difference.high),
                })}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
