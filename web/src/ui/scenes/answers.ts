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

/** Whether the numbers do not have their larger side where, as the lists count, most go. */
export const isBelied = ({ agree, disagree }: Tally, leaning: string | undefined): leaning is "agree" | "disagree" =>
  (leaning === "agree" && agree <= disagree) || (leaning === "disagree" && disagree <= agree);

/** The same in words. */
export const answersInWords = (tally: Tally): string =>
  new Intl.ListFormat(language.value).format(told(tally).map(([answer, n]) => t(`tally.${answer}`, { n })));
