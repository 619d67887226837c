import type { Held } from "./report";
import { has } from "../text";
import { counted, t } from "./words";

/** How the report was made, what it is not, and how anybody can check it. */
export const Method = ({ held: { report, digest } }: { held: Held }) => {
  const { privacy, heads, edition, event } = report;
  return (
    <section id="method" class="method" aria-labelledby="method-title">
      <h2 id="method-title">{t("method.title")}</h2>
      <p>{t("method.groups")}</p>
      <p>{t("method.lists")}</p>
      <p>{t("method.intervals")}</p>
      {(report.parameters ?? []).length > 0 && (
        <details class="parameters">
          <summary>{t("parameters.title")}</summary>
          <dl class="facts">
            {report.parameters.map(([name, value]) => (
              <div key={name}>
                <dt>{has(`parameters.${name}`) ? t(`parameters.${name}` as "parameters.seed") : name}</dt>
                <dd>{name === "seed" ? value : counted(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <h3>{t("privacy.title")}</h3>
      <p>{t("privacy.k", { k: privacy.k })}</p>
      {edition.held_back && <p>{t("privacy.held-back", { k: privacy.k })}</p>}
      <p>{t(privacy.ballots ? "privacy.ballots" : "privacy.no-ballots")}</p>
      <h3>{t("check.title")}</h3>
      <p>
        {t("check.how")} <code dir="ltr">plenary verify report.html</code>
      </p>
      <dl class="digests">
        <Digest name={t("check.data")} value={digest} />
        <Digest name={t("check.programme", { n: counted(heads.programme.records) })} value={heads.programme.hash} />
        <Digest name={t("check.ballots", { n: counted(heads.ballots.records) })} value={heads.ballots.hash} />
      </dl>
      <p class="quiet">
        {t("method.made-by", { program: edition.program })} <bdi>{event.code}</bdi>
        {edition.number !== null && <> · {t("edition.number", { n: edition.number })}</>}
      </p>
    </section>
  );
};

const Digest = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <code dir="ltr">{value}</code>
    </dd>
  </div>
);
