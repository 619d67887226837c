import { t } from "../../text";
import type { StatementResult, Tally } from "../../view/maps";
import { isTold, otherSide, told } from "./answers";

interface Props {
  tally: Tally;
  /** In a narrow column: passes are only a part of the bar, and words for those who hear it. */
  compact?: boolean;
}

/** In the order of the bar. */
const IN_THE_BAR = ["agree", "passed", "other", "disagree"] as const;
const SIGNS = { agree: "✓", passed: "–", other: "?", disagree: "✕" };

/**
 * How one group answered: agreement from one side, disagreement from the other, passes between. All bars are equally
 * long, so that none of them wins; dissent always stands beside assent.
 */
export const TallyBar = ({ tally, compact = false }: Props) => {
  const { agree, disagree, passed, other = 0, leaning } = tally;
  if (!isTold(tally) && leaning !== undefined) {
    return <p class={`tally tally--untold tally--${leaning}`}>{t(`leaning.${leaning}`)}</p>;
  }
  const counts = new Map(told(tally));
  const counted = otherSide(tally, leaning);
  if (!isTold(tally)) return <p class="tally tally--empty">{t("tally.nobody")}</p>;
  return (
    <div class="tally">
      <div class="tally__bar" aria-hidden="true">
        <span class="tally__agree" style={{ flexGrow: agree }} />
        <span class="tally__passed" style={{ flexGrow: passed }} />
        {other > 0 && <span class="tally__other" style={{ flexGrow: other }} />}
        <span class="tally__disagree" style={{ flexGrow: disagree }} />
      </div>
      <ul class="tally__counts">
        {IN_THE_BAR.filter((answer) => counts.has(answer)).map((answer) => {
          const n = counts.get(answer) ?? 0;
          return (
            <li key={answer} class={`tally__count tally__count--${answer}`}>
              {!(compact && answer === "passed") && (
                <span aria-hidden="true">
                  {SIGNS[answer]} {n}
                </span>
              )}
              <span class="visually-hidden">{t(`tally.${answer}`, { n })}</span>
            </li>
          );
        })}
      </ul>
      {counted && <p class="tally__once">{t(`once.${counted}`)}</p>}
    </div>
  );
};

/** What the signs of these results' bars mean. */
export const TallyKey = ({ results }: { results: readonly StatementResult[] }) => (
  <p class="tally-key" aria-hidden="true">
    <span class="tally-key__agree">✓ {t("tally.key.agree")}</span>
    <span class="tally-key__passed">– {t("tally.key.passed")}</span>
    {results.some(hasOthers) && <span class="tally-key__other">? {t("tally.key.other")}</span>}
    <span class="tally-key__disagree">✕ {t("tally.key.disagree")}</span>
  </p>
);

const hasOthers = ({ tally, by_group }: StatementResult): boolean => [tally, ...by_group].some(({ other = 0 }) => other > 0);
