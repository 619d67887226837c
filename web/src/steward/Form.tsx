import { useRef, useState } from "preact/hooks";

import { has, t } from "../text";
import { answer } from "../ui/announcer/Announcer";
import { Button } from "../ui/button/Button";
import { CompactChoices } from "../ui/choices/CompactChoices";
import type { Choice, EventView, StatementView } from "../wire/messages";
import type { Entry } from "./entry";
import { after } from "./numbers";

interface Props {
  entry: Entry;
  event: EventView;
  /** Those that can be on the paper, in the order of their numbers. */
  statements: readonly StatementView[];
  series: string;
}

const KEYS: Readonly<Record<string, Choice>> = {
  a: "agree",
  d: "disagree",
  p: "pass",
  "1": "agree",
  "2": "disagree",
  "3": "pass",
};

/** One paper ballot after the other, by keyboard: number, an answer a line, Enter. */
export const Form = ({ entry, event, statements, series }: Props) => {
  const [number, setNumber] = useState(`${series}-001`);
  const [venue, setVenue] = useState(event.venues[0]?.id);
  const [answers, setAnswers] = useState<ReadonlyMap<string, Choice>>(new Map());
  const [twice, setTwice] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [entered, setEntered] = useState<readonly { ballot: string; votes: number }[]>([]);
  const lines = useRef<HTMLDivElement>(null);
  const from = entry.venue.value ?? venue;

  const focus = (place: number) => lines.current?.querySelectorAll<HTMLElement>(".line")[place]?.focus();
  const choose = (statement: StatementView, choice: Choice | undefined) => {
    const next = new Map(answers);
    if (choice === undefined) next.delete(statement.id);
    else next.set(statement.id, choice);
    setAnswers(next);
  };
  const ready = entry.isLive.value && !entry.isBusy.value && answers.size > 0 && number.trim() !== "";
  const save = (again: boolean, whole = false) => {
    if (!ready) return;
    const ballot = number.trim().toUpperCase();
    const votes = [...answers].map(([statement, choice]) => ({ statement, choice }));
    setTrouble("");
    setTwice(false);
    const where = from === undefined ? {} : { venue: from };
    entry.enter({ ballot, language: event.language, votes, again, whole, ...where }, (outcome) => {
      if (outcome.done) {
        setEntered((before) => [{ ballot, votes: votes.length }, ...before.filter((one) => one.ballot !== ballot)]);
        setAnswers(new Map());
        setNumber(after(ballot));
        answer(t("steward.saved", { ballot }));
        focus(0);
      } else if (outcome.code === "ballot-entered") {
        setTwice(true);
      } else {
        const why = `refused.${outcome.code}`;
        setTrouble(t("steward.refused", { ballot, why: t(has(why) ? why : "refused.other") }));
      }
    });
  };

  const press = (key: KeyboardEvent, place: number, statement: StatementView) => {
    if (key.altKey || key.ctrlKey || key.metaKey) return;
    const choice = KEYS[key.key.toLowerCase()];
    if (choice !== undefined) {
      choose(statement, choice);
      focus(place + 1);
    } else if (key.key === "ArrowDown") focus(place + 1);
    else if (key.key === "ArrowUp") focus(place - 1);
    else if (key.key === "Backspace" || key.key === "Delete") choose(statement, undefined);
    else if (key.key === "Enter" && key.target === key.currentTarget) save(false);
    else return;
    key.preventDefault();
  };

  return (
    <form
      class="ballot"
      onSubmit={(event) => {
        event.preventDefault();
        save(false);
      }}
    >
      <div class="ballot__about">
        <label>
          {t("steward.number")}
          <input
            type="text"
            maxLength={24}
            autocomplete="off"
            value={number}
            aria-describedby="number-hint"
            onInput={(input) => setNumber(input.currentTarget.value)}
          />
          <span id="number-hint" class="hint">
            {t("steward.number-hint")}
          </span>
        </label>
        {event.venues.length > 0 && (
          <label>
            {t("steward.venue")}
            <select
              value={from ?? ""}
              disabled={entry.venue.value !== undefined}
              onChange={(change) => setVenue(change.currentTarget.value)}
            >
              {event.venues.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p class="hint">{t("steward.keys")}</p>
      <div class="ballot__lines" ref={lines}>
        {statements.map((statement, place) => (
          <div
            key={statement.id}
            class="line"
            tabIndex={0}
            role="group"
            aria-labelledby={`line-${statement.id}`}
            data-answered={answers.has(statement.id)}
            onKeyDown={(key) => press(key, place, statement)}
          >
            <p id={`line-${statement.id}`} class="line__text" dir="auto" lang={statement.language}>
              <span class="line__number">{statement.number}</span> {statement.text}
              {answers.has(statement.id) && (
                <span class="visually-hidden">: {t(`steward.${answers.get(statement.id) ?? "pass"}`)}</span>
              )}
            </p>
            <CompactChoices
              mine={answers.get(statement.id)}
              words={{ agree: t("steward.agree"), disagree: t("steward.disagree"), pass: t("steward.pass") }}
              onChoose={(choice) => choose(statement, choice)}
            />
          </div>
        ))}
      </div>
      <div class="ballot__end">
        <Button type="submit" rank="main" disabled={!ready}>
          {t("steward.save")}
        </Button>
        <span>{t("steward.answered", { n: answers.size })}</span>
      </div>
      <div role="alert">
        {trouble !== "" && <p class="ballot__trouble">{trouble}</p>}
        {twice && (
          <div class="ballot__trouble">
            <p>{t("steward.again", { ballot: number.trim().toUpperCase() })}</p>
            <Button disabled={!ready} onClick={() => save(true, true)}>
              {t("steward.whole")}
            </Button>{" "}
            <Button disabled={!ready} onClick={() => save(true)}>
              {t("steward.change")}
            </Button>{" "}
            <Button
              rank="quiet"
              onClick={() => {
                setTwice(false);
                setNumber(after(number));
              }}
            >
              {t("steward.other-number")}
            </Button>
          </div>
        )}
      </div>
      {entered.length > 0 && (
        <section aria-labelledby="entered-title">
          <h2 id="entered-title">{t("steward.log")}</h2>
          <ol class="ballot__entered" reversed>
            {entered.map((one) => (
              <li key={one.ballot}>
                <bdi>{one.ballot}</bdi> {t("steward.answered", { n: one.votes })}
              </li>
            ))}
          </ol>
        </section>
      )}
    </form>
  );
};
