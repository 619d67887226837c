import { language, t } from "../../text";

interface Props {
  /** Each a key of words for the number `n`, and the number. */
  numbers: readonly (readonly [string, number])[];
}

/** Large counters with their words below. Figures keep their width, so nothing moves while they count. */
export const Numbers = ({ numbers }: Props) => (
  <dl class="numbers">
    {numbers.map(([key, n]) => (
      <div class="numbers__one" key={key}>
        <dt>{t(key, { n })}</dt>
        <dd>{new Intl.NumberFormat(language.value).format(n)}</dd>
      </div>
    ))}
  </dl>
);
