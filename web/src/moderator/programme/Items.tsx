import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { Desk } from "../desk-state";

/** What goes on beside the prompts, one thing at a time: the report compares the votes before and after each. */
export const Items = ({ desk }: { desk: Desk }) => {
  const [title, setTitle] = useState("");
  const items = desk.view.value.event?.items ?? [];
  const now = items.find((one) => one.goes_on);
  const over = items.filter((one) => !one.goes_on);
  const disabled = !desk.isLive.value || desk.isPending("items");
  return (
    <section class="panel" id="items" aria-labelledby="items-title">
      <h2 id="items-title">{t("items.title")}</h2>
      {now && (
        <div class="items__now">
          <p>
            <strong>{t("items.now")}</strong> <bdi>{now.title}</bdi>
          </p>
          <Button disabled={disabled} onClick={() => desk.ask({ kind: "end-item", item: now.id })}>
            {t("items.end")}
          </Button>
        </div>
      )}
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() === "" || disabled) return;
          desk.ask({ kind: "begin-item", title }, ({ done }) => done && setTitle(""));
        }}
      >
        <label for="item-title">{t("items.name")}</label>
        <input
          id="item-title"
          type="text"
          maxLength={120}
          dir="auto"
          value={title}
          aria-describedby="item-hint"
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <p id="item-hint" class="hint">
          {t("items.hint")}
        </p>
        <Button type="submit" disabled={disabled}>
          {t("items.begin")}
        </Button>
      </form>
      {over.length > 0 && (
        <p class="hint items__over">
          {t("items.over")}{" "}
          {over.map((one, place) => (
            <span key={one.id}>
              {place > 0 && " · "}
              <bdi>{one.title}</bdi>
            </span>
          ))}
        </p>
      )}
    </section>
  );
};
