import { useState } from "preact/hooks";

import { t } from "../text";
import { Button } from "../ui/button/Button";
import type { JoinAddress } from "../ui/scenes/showing";
import type { EventView, PromptView, StatementView } from "../wire/messages";
import { seriesFrom } from "./numbers";

interface Props {
  event: EventView;
  prompt: PromptView;
  statements: readonly StatementView[];
  join: JoinAddress;
  series: string;
}

const MOST_SHEETS = 500;

/** Ballots to print, each with a number of its own, and the way to take part by phone instead. */
export const Sheets = ({ event, prompt, statements, join, series }: Props) => {
  const [count, setCount] = useState(20);
  return (
    <section class="sheets" aria-labelledby="sheets-title">
      <form
        class="sheets__wish"
        onSubmit={(submit) => {
          submit.preventDefault();
          print();
        }}
      >
        <h2 id="sheets-title">{t("steward.sheets")}</h2>
        <label>
          {t("steward.how-many")}
          <input
            type="number"
            min={1}
            max={MOST_SHEETS}
            required
            value={count}
            onInput={(input) => setCount(Math.min(MOST_SHEETS, Math.max(1, Number(input.currentTarget.value) || 1)))}
          />
        </label>
        <Button type="submit">{t("steward.print")}</Button>
      </form>
      <div class="sheets__paper" aria-hidden="true">
        {seriesFrom(`${series}-001`, count).map((number) => (
          <Sheet key={number} number={number} event={event} prompt={prompt} statements={statements} join={join} />
        ))}
      </div>
    </section>
  );
};

const Sheet = ({ number, event, prompt, statements, join }: Omit<Props, "series"> & { number: string }) => (
  <article class="sheet">
    <header class="sheet__head">
      <div>
        <p class="sheet__event">
          <bdi>{event.title}</bdi>
        </p>
        <h3>
          <bdi>{prompt.text}</bdi>
        </h3>
        <p>{t("steward.sheet-how")}</p>
        <p>{t("steward.sheet-not-a-vote")}</p>
      </div>
      <div class="sheet__corner">
        <p class="sheet__number">{number}</p>
        <img src={join.qr} alt={t("steward.qr")} />
        <p class="sheet__address">
          {join.address.replace(/^https?:\/\//, "")} {event.code}
        </p>
      </div>
    </header>
    <table>
      <tbody>
        {statements.map((one) => (
          <tr key={one.id}>
            <th scope="row">{one.number}</th>
            <td dir="auto" lang={one.language}>
              {one.text}
            </td>
            {(["agree", "disagree", "pass"] as const).map((choice) => (
              <td key={choice} class="sheet__box">
                ☐ {t(`steward.${choice}`)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </article>
);
