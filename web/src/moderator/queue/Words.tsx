import { useState } from "preact/hooks";

import { t } from "../../text";
import { isolated } from "../../text/isolated";
import { Button } from "../../ui/button/Button";
import type { Desk } from "../desk-state";

/** Commas of every script that the desk is in, and lines. */
const BETWEEN = /[,،，、\n]+/u;

/** The event's own words: statements that wait are flagged for them. */
export const Words = ({ desk }: { desk: Desk }) => {
  const [typed, setTyped] = useState("");
  const words = desk.view.value.event?.words ?? [];
  const isOff = !desk.isLive.value || desk.isPending("words");
  const add = () => {
    setTyped("");
    for (const word of typed.split(BETWEEN).map((one) => one.trim())) {
      if (word !== "") desk.ask({ kind: "list-word", word }, ({ done }) => done || putBack(word));
    }
  };
  const putBack = (word: string) => setTyped((others) => (others === "" ? word : `${others}, ${word}`));
  return (
    <section class="panel" id="words" aria-labelledby="words-title">
      <h2 id="words-title">{t("words.title")}</h2>
      <p id="words-what" class="stage__note">
        {t("words.what")}
      </p>
      <form
        class="words__add"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isOff) add();
        }}
      >
        <label>
          {t("words.label")}
          <input
            type="text"
            dir="auto"
            required
            maxLength={400}
            value={typed}
            aria-describedby="words-what"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <Button type="submit" disabled={isOff}>
          {t("words.add")}
        </Button>
      </form>
      {words.length === 0 ? (
        <p class="panel__empty">{t("words.none")}</p>
      ) : (
        <ul class="words">
          {words.map((word) => (
            <li key={word}>
              <bdi>{word}</bdi>
              <button
                type="button"
                class="words__off"
                aria-label={t("words.off", { word: isolated(word) })}
                disabled={isOff}
                onClick={() => desk.ask({ kind: "unlist-word", word })}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
