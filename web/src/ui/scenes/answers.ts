import { language, t } from "../../text";
import type { Tally } from "../../view/maps";

/**
 * The answers that a tally tells, with how many gave each. Where some are not told apart because too few gave the same,
 * none is said to be nought: it may be one of those.
 */
export const told = ({ agree, disagree, passed, other = 0 }: Tally) =>
  ([["agree", agree], ["disagree", disagree], ["passed", passed], ["other", other]] as const).filter(
    ([answer, n]) => n > 0 || (answer !== "other" && other === 0),
  );

/** Whether numbers are told at all. */
export const isTold = ({ agree, disagree, passed, other = 0 }: Tally): boolean => agree + disagree + passed + other > 0;

/** The side where, as the lists count, most go, and the numbers have not their larger part; undefined where that is not so. */
export const otherSide = ({ agree, disagree }: Tally, leaning: string | undefined): "agree" | "disagree" | undefined => {
  if (leaning === "agree" && agree <= disagree) return "agree";
  return leaning === "disagree" && disagree <= agree ? "disagree" : undefined;
};

/** The side that most take, as the lists count them; undefined where neither is, or too few have answered to tell. */
export const sideOf = (tally: Tally): "agree" | "disagree" | undefined => {
  const { agree, disagree, leaning } = tally;
  return otherSide(tally, leaning) ?? (agree > disagree ? "agree" : disagree > agree ? "disagree" : undefined);
};

/** The same in words. */
export const answersInWords = (tally: Tally): string =>
  new Intl.ListFormat(language.value).format(told(tally).map(([answer, n]) => t(`tally.${answer}`, { n })));
