import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { PromptView } from "../../wire/messages";
import type { Desk } from "../desk-state";
import { useNow } from "../use-now";
import { closingIn, countdown, fromField, longer, nextStep, toField } from "./times";

const MINUTES = [2, 5, 10, 15] as const;

/** The same words as on the screen. */
const COUNTDOWN = {
  opens: "plan.opens-in",
  "submit-closes": "notice.writing-ends-in",
  closes: "notice.closes-in",
} as const;

interface Props {
  desk: Desk;
  prompt: PromptView;
  disabled: boolean;
}

/** What happens to the prompt by itself, and when: a countdown, a close in a few minutes, and exact times. */
export const Times = ({ desk, prompt, disabled }: Props) => {
  const now_ms = useNow() + desk.view.value.clockAhead_ms;
  const next = nextStep(prompt);
  const ask = (times: Partial<PromptView["plan"]>) => desk.ask(planWish(prompt, times));
  const closing = prompt.plan.closes_ms !== null;
  return (
    <div class="times">
      {next && (
        <p class="times__next" data-soon={next.at_ms - now_ms < 60_000}>
          <span>{t(COUNTDOWN[next.step], { time: countdown(next.at_ms - now_ms) })}</span>
          {next.step === "submit-closes" && prompt.plan.closes_ms !== null && (
            <span class="times__then">{t("notice.closes-in", { time: countdown(prompt.plan.closes_ms - now_ms) })}</span>
          )}
        </p>
      )}
      {prompt.phase === "open" &&
        (closing ? (
          <div class="prompt-card__actions">
            <Button disabled={disabled} onClick={() => ask(longer(prompt.plan))}>
              {t("plan.longer")}
            </Button>
            <Button rank="quiet" disabled={disabled} onClick={() => desk.ask({ kind: "plan-prompt", prompt: prompt.id })}>
              {t("plan.clear")}
            </Button>
          </div>
        ) : (
          <div class="to-screen" role="group" aria-label={t("plan.close-in")}>
            <span aria-hidden="true">{t("plan.close-in")}</span>
            {MINUTES.map((minutes) => (
              <button
                key={minutes}
                type="button"
                class="chip"
                disabled={disabled}
                onClick={() => ask(closingIn(minutes, Date.now() + desk.view.peek().clockAhead_ms))}
              >
                {t("minutes", { n: minutes })}
              </button>
            ))}
          </div>
        ))}
      <ExactTimes desk={desk} prompt={prompt} disabled={disabled} />
    </div>
  );
};

const ExactTimes = ({ desk, prompt, disabled }: Props) => {
  const [isOpen, setOpen] = useState(false);
  const { opens_ms, submit_closes_ms, closes_ms } = prompt.plan;
  const fields = [
    ["opens", opens_ms],
    ["submit-closes", submit_closes_ms],
    ["closes", closes_ms],
  ] as const;
  return (
    <details class="seeds" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("plan.title")}</summary>
      {isOpen && (
        <form
          class="line-form"
          onSubmit={(event) => {
            event.preventDefault();
            const said = new FormData(event.currentTarget);
            const at = (name: string) => fromField(String(said.get(name) ?? ""));
            const times = { opens_ms: at("opens"), submit_closes_ms: at("submit-closes"), closes_ms: at("closes") };
            desk.ask(planWish(prompt, times, false), ({ done }) => done && setOpen(false));
          }}
        >
          {fields.map(([name, at_ms]) =>
            name === "opens" && prompt.phase === "open" ? null : (
              <label key={name} class="times__field">
                {t(`plan.${name}`)}
                <input type="datetime-local" name={name} defaultValue={toField(at_ms)} />
              </label>
            ),
          )}
          <p class="hint">{t("plan.note")}</p>
          <Button type="submit" disabled={disabled}>
            {t("save")}
          </Button>
        </form>
      )}
    </details>
  );
};

/** The plan with these times; without `keep`, with these alone. What is null or left out is not planned. */
const planWish = (prompt: PromptView, times: Partial<PromptView["plan"]>, keep = true) => {
  const all = keep ? { ...prompt.plan, ...times } : times;
  const planned = Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== null);
  return { kind: "plan-prompt" as const, prompt: prompt.id, ...Object.fromEntries(planned) };
};
