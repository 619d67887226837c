import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import { reasonInWords } from "../../ui/scenes/why";
import type { Reason, StatementView } from "../../wire/messages";
import type { Desk } from "../desk-state";
import { nextDraft } from "../programme/RunOfShow";

const AT_MOST = 3;

interface Found {
  one: StatementView;
  reason: Reason | undefined;
}

/** Statements that deserve discussion and why, as the analysis finds them: one press puts one on the screen, or makes it the next
 *  prompt. */
export const DiscussAlerts = ({ desk }: { desk: Desk }) => {
  const [dismissed, dismiss] = useState<ReadonlySet<string>>(new Set());
  const { maps, statements, prompts, stage, event } = desk.view.value;
  const open = [...prompts.values()].filter((prompt) => prompt.phase === "open");
  const found = open
    .flatMap((prompt) => {
      const { discuss = [], reasons = [] } = maps.get(prompt.id)?.findings ?? {};
      return discuss.map((id, place) => ({ one: statements.get(id), reason: reasons[place] }));
    })
    .filter((each): each is Found => each.one?.standing === "shown" && !dismissed.has(each.one.id))
    .slice(0, AT_MOST);
  if (found.length === 0) return null;
  const gone = (one: StatementView) => dismiss(new Set([...dismissed, one.id]));
  return (
    <div class="alerts">
      <h3>{t("alert.discuss")}</h3>
      <ul class="queue__list">
        {found.map(({ one, reason }) => (
          <li key={one.id} class="alert">
            <p class="similar__text" dir="auto" lang={one.language}>
              {one.text}
            </p>
            {reason && <p class="stage__note">{reasonInWords(reason, event?.venues ?? [])}</p>}
            <div class="waiting__actions">
              {desk.may("set-stage") && (
                <Button
                  disabled={!desk.isLive.value || desk.isPending("stage")}
                  onClick={() =>
                    desk.ask({
                      kind: "set-stage",
                      scene: "statement",
                      prompt: one.prompt,
                      statement: one.id,
                      frozen: stage?.frozen ?? false,
                    })
                  }
                >
                  {t("stage.to-screen")}
                </Button>
              )}
              {desk.may("draft-prompt") && (
                <Button disabled={!desk.isLive.value || desk.isPending("draft")} onClick={() => asNext(desk, one, gone)}>
                  {t("alert.as-prompt")}
                </Button>
              )}
              <Button rank="quiet" onClick={() => gone(one)}>
                {t("dismiss")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
};

/** A draft with its words, before all other drafts. */
const asNext = (desk: Desk, statement: StatementView, then: (statement: StatementView) => void): void => {
  const before = nextDraft(desk.view.peek());
  const known = new Set(desk.view.peek().prompts.keys());
  desk.ask({ kind: "draft-prompt", text: statement.text }, ({ done }) => {
    if (!done) return;
    then(statement);
    const made = [...desk.view.peek().prompts.values()].find((prompt) => !known.has(prompt.id));
    if (made && before) desk.ask({ kind: "move-prompt", prompt: made.id, before: before.id });
  });
};
