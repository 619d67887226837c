import { useMemo, useState } from "preact/hooks";

import { InShort } from "./Analyses";
import { type Pair, pairs, reportIn } from "./editions";
import { everything, type Report } from "./report";
import { counted, day, t } from "./words";

/** Another report of somebody's choice beside this one: what people said of the same statements there and here. */
export const Editions = ({ report }: { report: Report }) => {
  const [other, setOther] = useState<Report>();
  const [isRefused, refuse] = useState(false);
  const found = useMemo(() => (other ? pairs(report, other) : []), [report, other]);
  const read = async (file: File | undefined) => {
    const text = (await file?.text().catch(() => "")) ?? ""; // gone or forbidden since it was chosen
    const chosen = reportIn(text, report.form);
    refuse(file !== undefined && chosen === undefined);
    setOther(chosen);
  };
  return (
    <section id="editions" class="editions" aria-labelledby="editions-title">
      <h2 id="editions-title">{t("editions.title")}</h2>
      <p class="what">{t("editions.what")}</p>
      <label class="editions__choice">
        {t("editions.choose")}
        <input type="file" accept=".html,text/html" onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </label>
      <p id="editions-found" aria-live="polite" class={isRefused ? "editions__trouble" : undefined}>
        {isRefused ? t("editions.not-one") : other && t("editions.found", { n: found.length })}
      </p>
      {other && <SideBySide found={found} here={report} there={other} />}
    </section>
  );
};

const SideBySide = ({ found, here, there }: { found: readonly Pair[]; here: Report; there: Report }) => {
  const onlyHere = everything(here).length - found.length;
  const onlyThere = everything(there).length - found.length;
  return (
    <>
      {found.length > 0 && (
        <div class="compared" role="region" tabIndex={0} aria-labelledby="editions-found">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("editions.statement")}</th>
                <Head report={here} />
                <Head report={there} />
              </tr>
            </thead>
            <tbody>
              {found.map(({ here: own, there: their, isApart }) => (
                <tr key={own.statement.number}>
                  <th scope="row">
                    <a href={`#s${own.statement.number}`}>#{own.statement.number}</a>{" "}
                    <span class="voice" dir="auto" lang={own.statement.language}>
                      {own.statement.text}
                    </span>
                    {isApart && <p class="editions__apart">{t("editions.apart")}</p>}
                  </th>
                  <td>
                    <InShort score={own.score} />
                  </td>
                  <td>
                    <InShort score={their.score} />
                    {their.statement.text !== own.statement.text && (
                      <p class="quiet">
                        <q dir="auto" lang={their.statement.language}>
                          {their.statement.text}
                        </q>
                      </p>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="quiet">{t("editions.rest", { here: counted(onlyHere), there: counted(onlyThere) })}</p>
      <p class="quiet">{t("editions.caveat")}</p>
    </>
  );
};

const Head = ({ report: { event, edition, attendance } }: { report: Report }) => (
  <th scope="col">
    <bdi>{event.title}</bdi>
    <br />
    <span class="quiet">
      {day(edition.made_ms)} · {counted(attendance.voted)} {t("figure.people", { n: attendance.voted })}
    </span>
  </th>
);
