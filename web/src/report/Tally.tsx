import { Fragment } from "preact";

import { GroupMark } from "../ui/map/GroupMark";
import { otherSide, told } from "../ui/scenes/answers";
import { type Counts, type Group, type Score, votesOf } from "./report";
import { counted, percent, t } from "./words";

/** How some people answered: equally long bars, so that none of them wins, and the numbers in words. */
export const Bar = ({ counts }: { counts: Counts }) => (
  <span class="bar" aria-hidden="true">
    {(["agree", "passed", "other", "disagree"] as const).map(
      (answer) =>
        counts[answer] > 0 && <span key={answer} class={`bar__${answer}`} style={{ flexGrow: counts[answer] }} />,
    )}
  </span>
);

const Numbers = ({ counts }: { counts: Counts }) => (
  <span class="numbers">
    {told(counts).map(([answer, n]) => (
      <Fragment key={answer}>
        <span class={`numbers__${answer}`}>{t(`tally.${answer}`, { n })}</span>{" "}
      </Fragment>
    ))}
  </span>
);

/** Everybody's answers, then each group's; always all of them, so that dissent stands beside consensus. */
export const Answers = ({ score, groups, k }: { score: Score; groups: readonly Group[]; k: number }) => (
  <dl class="answers">
    <Row name={t("everybody")} counts={score.tally} k={k} />
    {groups.map(({ label }, place) => (
      <Row
        key={label}
        group={label}
        name={t("group", { label })}
        counts={score.by_group[place] ?? null}
        leaning={score.leanings[place]}
        k={k}
      />
    ))}
  </dl>
);

const Counted = ({ side }: { side: "agree" | "disagree" | undefined }) => side && <p class="quiet">{t(`once.${side}`)}</p>;

interface RowProps {
  name: string;
  group?: string;
  counts: Counts | null;
  /** Which way most go as the lists count them: said where there are no numbers, or they say otherwise. */
  leaning?: "" | "agree" | "disagree" | "mixed" | undefined;
  k: number;
}

export const Row = ({ name, group, counts, leaning, k }: RowProps) => (
  <div class="answers__row">
    <dt>
      {group !== undefined && (
        <span class="mark">
          <GroupMark group={group} />
        </span>
      )}
      <bdi>{name}</bdi>
    </dt>
    <dd>
      {counts === null ? (
        <span class="quiet">{leaning ? t(`leaning.${leaning}`) : t("tally.few", { k })}</span>
      ) : votesOf(counts) === 0 ? (
        <span class="quiet">{t("tally.nobody")}</span>
      ) : (
        <>
          <Bar counts={counts} />
          <Numbers counts={counts} />
          <Counted side={otherSide(counts, leaning)} />
        </>
      )}
    </dd>
  </div>
);

/** How sure the share of those who agree is. */
export const Sureness = ({ score }: { score: Score }) =>
  score.agree && score.tally ? (
    <span class="sureness">
      {t("sureness", {
        low: percent(score.agree.low),
        high: percent(score.agree.high),
        n: counted(votesOf(score.tally)),
      })}
    </span>
  ) : null;
