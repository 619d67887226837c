import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { Desk } from "../desk-state";
import type { Keeping, NamedAnalysis } from "./asking";

/** Analyses of a part of the votes, which the next version of the report tells of. */
export const Analyses = ({ desk, ask }: { desk: Desk; ask: Keeping }) => {
  const [named, setNamed] = useState<readonly NamedAnalysis[]>([]);
  const [isRefused, setRefused] = useState(false);
  const venues = desk.view.value.event?.venues ?? [];
  const look = () => ask.analyses().then((found) => setNamed(found ?? []));
  const add = (form: HTMLFormElement) => {
    const told = new FormData(form);
    const text = (name: string) => (told.get(name) as string | null) || undefined;
    const moment = (name: string) => {
      const written = text(name);
      return written === undefined ? undefined : new Date(written).getTime();
    };
    const body = {
      id: crypto.randomUUID(),
      name: text("name") ?? "",
      venue: text("venue"),
      mode: text("mode"),
      since_ms: moment("since"),
      until_ms: moment("until"),
      group: text("group")?.toUpperCase(),
      method: text("method"),
      without_flagged: told.has("without-flagged"),
      without_paper: told.has("without-paper"),
    };
    void ask.nameAnalysis(body).then((answer) => {
      setRefused(answer === undefined);
      if (answer !== undefined) form.reset();
      return look();
    });
  };

  return (
    <details class="keeping__part" onToggle={(event) => event.currentTarget.open && void look()}>
      <summary>{t("analyses.title")}</summary>
      <p class="keeping__quiet">{t("analyses.why")}</p>
      <ul class="keeping__named">
        {named.map(({ id, name }) => (
          <li key={id}>
            <bdi>{name}</bdi>
            <Button rank="quiet" onClick={() => void ask.dropAnalysis(id).then(look)}>
              {t("analyses.drop")} <span class="visually-hidden">{name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <form
        class="keeping__form"
        onSubmit={(event) => {
          event.preventDefault();
          add(event.currentTarget);
        }}
      >
        <label>
          {t("analyses.name")}
          <input name="name" required maxLength={80} />
        </label>
        {venues.length > 0 && (
          <label>
            {t("analyses.venue")}
            <select name="venue">
              <option value="">{t("analyses.every")}</option>
              {venues.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {t("analyses.mode")}
          <select name="mode">
            <option value="">{t("analyses.every")}</option>
            <option value="in-room">{t("place.in-room")}</option>
            <option value="remote">{t("place.remote")}</option>
          </select>
        </label>
        <label>
          {t("analyses.since")}
          <input name="since" type="datetime-local" />
        </label>
        <label>
          {t("analyses.until")}
          <input name="until" type="datetime-local" />
        </label>
        <label>
          {t("analyses.group")}
          <input name="group" maxLength={1} pattern="[A-Za-z]" />
        </label>
        <label>
          {t("analyses.method")}
          <select name="method">
            <option value="plenary">{t("analyses.method-plenary")}</option>
            <option value="polis">{t("analyses.method-polis")}</option>
          </select>
        </label>
        <label class="keeping__tick">
          <input name="without-flagged" type="checkbox" /> {t("analyses.without-flagged")}
        </label>
        <label class="keeping__tick">
          <input name="without-paper" type="checkbox" /> {t("analyses.without-paper")}
        </label>
        <Button type="submit">{t("analyses.add")}</Button>
      </form>
      {isRefused && <p role="alert">{t("analyses.refused")}</p>}
    </details>
  );
};
