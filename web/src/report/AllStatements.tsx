import { useEffect, useMemo, useState } from "preact/hooks";

import { StatementEntry } from "./StatementEntry";
import { chosen, NOTHING_ASKED, type Asked, ORDERS } from "./choosing";
import type { Finding, Report, Told } from "./report";
import { t } from "./words";

const FINDINGS: readonly Finding[] = ["common-ground", "fault-line", "discuss", "unlisted", "too-early"];

/** How many are drawn at once; a search looks at all of them. */
const PAGE = 50;

/** Every statement at its own address, to be searched, filtered and sorted. */
export const AllStatements = ({ told, report }: { told: Told[]; report: Report }) => {
  const [asked, setAsked] = useState<Asked>(NOTHING_ASKED);
  const [shown, setShown] = useState(PAGE);
  const found = useMemo(() => chosen(told, asked), [told, asked]);
  const ask = (part: Partial<Asked>) => {
    setAsked({ ...asked, ...part });
    setShown(PAGE);
  };

  // An address must lead to its statement, whatever was searched for; and paper has room for all.
  useEffect(() => {
    const reveal = () => {
      const target = /^#s\d+$/.test(location.hash) ? location.hash.slice(1) : undefined;
      if (target === undefined) return;
      if (document.getElementById(target) === null) {
        setAsked(NOTHING_ASKED);
        setShown(Infinity);
      }
      requestAnimationFrame(() => {
        const element = document.getElementById(target);
        element?.scrollIntoView();
        element?.focus({ preventScroll: true });
      });
    };
    const all = () => setShown(Infinity);
    reveal();
    addEventListener("hashchange", reveal);
    addEventListener("beforeprint", all);
    return () => {
      removeEventListener("hashchange", reveal);
      removeEventListener("beforeprint", all);
    };
  }, []);

  return (
    <section id="statements" class="all" aria-labelledby="statements-title">
      <h2 id="statements-title">{t("all.title")}</h2>
      <form class="choosing" role="search" onSubmit={(event) => event.preventDefault()}>
        <label>
          {t("all.search")}
          <input type="search" value={asked.words} onInput={(event) => ask({ words: event.currentTarget.value })} />
        </label>
        <label>
          {t("all.finding")}
          <select
            value={asked.finding}
            onChange={(event) => ask({ finding: event.currentTarget.value as Asked["finding"] })}
          >
            <option value="">{t("all.every")}</option>
            {FINDINGS.map((finding) => (
              <option key={finding} value={finding}>
                {t(`finding.${finding}`)}
              </option>
            ))}
          </select>
        </label>
        {report.prompts.length > 1 && (
          <label>
            {t("all.prompt")}
            <select value={asked.prompt} onChange={(event) => ask({ prompt: Number(event.currentTarget.value) })}>
              <option value={0}>{t("all.every")}</option>
              {report.prompts.map(({ number, text }) => (
                <option key={number} value={number}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {t("all.sort")}
          <select value={asked.order} onChange={(event) => ask({ order: event.currentTarget.value as Asked["order"] })}>
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {t(`order.${order}`)}
              </option>
            ))}
          </select>
        </label>
      </form>
      <p class="quiet" role="status">
        {t("all.found", { n: found.length })}
      </p>
      <ul class="statements">
        {found.slice(0, shown).map((one) => (
          <li key={one.statement.number}>
            <StatementEntry told={one} report={report} isWhole />
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <button type="button" class="tool" onClick={() => setShown(shown + PAGE)}>
          {t("all.more", { n: Math.min(PAGE, found.length - shown) })}
        </button>
      )}
    </section>
  );
};
