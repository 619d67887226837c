import { useState } from "preact/hooks";

import { t } from "../../text";
import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import type { StatementView } from "../../wire/messages";
import type { Desk } from "../desk-state";

interface Props {
  desk: Desk;
  statement: StatementView;
}

/** Lets whoever wrote the statement vote and write no more, with a reason and a second look; or says that it is so. */
export const Ban = ({ desk, statement }: Props) => {
  const [isAsked, ask] = useState(false);
  if (statement.origin === "seed" || !desk.may("ban")) return null;
  const disabled = !desk.isLive.value || desk.isPending(statement.id);
  if (statement.ban !== null) return <span class="waiting__about">{t("ban.is")}</span>;
  if (!isAsked) {
    return (
      <Button rank="quiet" disabled={disabled} onClick={() => ask(true)}>
        {t("ban.ask")}
      </Button>
    );
  }
  return (
    <form
      class="reasons__other ban"
      aria-label={t("ban.ask")}
      onSubmit={(event) => {
        event.preventDefault();
        const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
        desk.ask({ kind: "ban", statement: statement.id, reason }, ({ done }) => {
          ask(false);
          if (done) answer(t("ban.done"));
        });
      }}
    >
      <p>{t("ban.what")}</p>
      <label>
        {t("ban.reason")}
        <input type="text" name="reason" maxLength={140} dir="auto" ref={(input) => input?.focus()} />
      </label>
      <div class="waiting__actions">
        <Button type="submit" disabled={disabled}>
          {t("ban.do")}
        </Button>
        <Button rank="quiet" onClick={() => ask(false)}>
          {t("ban.not")}
        </Button>
      </div>
    </form>
  );
};

/** Over which statements people are banned, why, and the way back. */
export const Bans = ({ desk }: { desk: Desk }) => {
  const banned = [...desk.view.value.statements.values()].filter((one) => one.ban !== null);
  if (banned.length === 0) return null;
  return (
    <section class="panel" id="bans" aria-labelledby="bans-title">
      <h2 id="bans-title">{t("ban.title")}</h2>
      <p class="stage__note">{t("ban.note")}</p>
      <ul class="queue__list">
        {banned.map((statement) => (
          <li key={statement.id} class="waiting">
            <p class="waiting__text" dir="auto" lang={statement.language}>
              {statement.text}
            </p>
            {statement.ban !== "" && (
              <p class="waiting__about">
                <bdi>{statement.ban}</bdi>
              </p>
            )}
            <div class="waiting__actions">
              <Button
                rank="quiet"
                disabled={!desk.isLive.value || desk.isPending(statement.id)}
                onClick={() =>
                  desk.ask({ kind: "lift-ban", statement: statement.id }, ({ done }) => done && answer(t("ban.lifted")))
                }
              >
                {t("ban.lift")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
