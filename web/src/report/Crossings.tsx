import { isolated } from "../text/isolated";
import { GroupMark } from "../ui/map/GroupMark";
import { wordingsOf } from "./prompts";
import type { Crossing, Prompt, Report } from "./report";
import { counted, t, tOr } from "./words";

/** The joint view: how the groups of each prompt fall into those of every other. Nothing where there is but one. */
export const Crossings = ({ report }: { report: Report }) => {
  if (report.prompts.length < 2) return null;
  const crossings = crossingsIn(report);
  return (
    <section id="joint" class="joint" aria-labelledby="joint-title">
      <h2 id="joint-title">{t("joint.title")}</h2>
      {crossings.length === 0 ? (
        <p>{t("joint.none-yet")}</p>
      ) : (
        <p class="what">{t("joint.what", { k: report.privacy.k })}</p>
      )}
      {crossings.map((crossing) => (
        <Pair key={`${crossing.crossing.prompt} ${crossing.crossing.other}`} {...crossing} report={report} />
      ))}
    </section>
  );
};

interface Crossed {
  crossing: Crossing;
  one: Prompt;
  other: Prompt;
}

/** With the prompts that they are of. A report of an older version has none. */
const crossingsIn = (report: Report): Crossed[] =>
  (report.crossings ?? []).flatMap((crossing) => {
    const one = report.prompts.find(({ number }) => number === crossing.prompt);
    const other = report.prompts.find(({ number }) => number === crossing.other);
    return one && other ? [{ crossing, one, other }] : [];
  });

const Pair = ({ crossing, one, other, report }: Crossed & { report: Report }) => {
  const numbers = { one: one.number, other: other.number };
  const rows = one.result.groups;
  const columns = other.result.groups;
  return (
    <section class="joint__pair">
      <h3>{t("joint.pair", numbers)}</h3>
      <dl class="joint__prompts">
        {[one, other].map((prompt) => {
          const [read] = wordingsOf(prompt, report);
          return (
            <div key={prompt.number}>
              <dt>{t("joint.prompt", { n: prompt.number })}</dt>
              <dd>
                <a href={`#p${prompt.number}`} dir="auto" lang={read.language}>
                  {read.text}
                </a>
              </dd>
            </div>
          );
        })}
      </dl>
      <p class="joint__overlap">{tOr(`joint.${crossing.overlap}`, "joint.unclear")}</p>
      <ul class="joint__lines">
        {rows.map(({ label, size }, row) => {
          const most = mostly(crossing.at_least[row] ?? [], size);
          const into = most && columns[most.column]?.label;
          return (
            <li key={label}>
              {most && into !== undefined
                ? t("joint.most", { ...numbers, group: isolated(label), n: most.inTen, into: isolated(into) })
                : t("joint.spread", { ...numbers, group: isolated(label) })}
            </li>
          );
        })}
      </ul>
      <div class="compared" role="region" tabIndex={0} aria-label={t("joint.table", numbers)}>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={columns.length + 1}>
                {t("joint.prompt", { n: other.number })}
              </th>
            </tr>
            <tr>
              <th scope="col">{t("joint.prompt", { n: one.number })}</th>
              {columns.map(({ label, size }) => (
                <th key={label} scope="col">
                  <Sized label={label} size={size} />
                </th>
              ))}
              <th scope="col" class="quiet">
                {t("joint.elsewhere")}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...rows, undefined].map((group, row) => (
              <tr key={group?.label ?? ""}>
                <th scope="row">
                  {group ? <Sized {...group} /> : <span class="quiet">{t("joint.elsewhere")}</span>}
                </th>
                {[...columns, undefined].map((column, place) => (
                  <td key={column?.label ?? ""}>
                    {/* Whoever is in no group on either prompt is in neither's part of the report. */}
                    {(group ?? column) && (
                      <Cell atLeast={crossing.at_least[row]?.[place] ?? 0} of={group?.size} k={report.privacy.k} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const Sized = ({ label, size }: { label: string; size: number }) => (
  <span class="joint__group">
    <span class="mark">
      <GroupMark group={label} />
    </span>
    <bdi>{t("group", { label })}</bdi>
    <span class="quiet">{counted(size)}</span>
  </span>
);

/** A cell's number, on a bar as long as its part of the row's group. */
const Cell = ({ atLeast, of, k }: { atLeast: number; of: number | undefined; k: number }) => (
  <>
    <span class={atLeast > 0 ? undefined : "quiet"}>
      {atLeast > 0 ? t("joint.at-least", { n: atLeast }) : t("joint.fewer", { k })}
    </span>
    {of !== undefined && atLeast > 0 && (
      <span class="joint__bar" aria-hidden="true" style={{ "--part": Math.min(1, atLeast / of) }} />
    )}
  </>
);

/** Half of a group, at least: less is no place where the group stands. */
const MOST_IN_TEN = 5;

/**
 * Where most of a group's people are on the other prompt, and at least how many in ten of those who are in a group there;
 * undefined where that cannot be told. row: so many are at least in each group, and last in none.
 */
export const mostly = (row: readonly number[], size: number): { column: number; inTen: number } | undefined => {
  const groups = row.slice(0, -1);
  const most = Math.max(0, ...groups);
  const inAGroup = size - (row.at(-1) ?? 0);
  const inTen = Math.floor((10 * most) / Math.max(1, inAGroup));
  return most > 0 && inTen >= MOST_IN_TEN ? { column: groups.indexOf(most), inTen } : undefined;
};
