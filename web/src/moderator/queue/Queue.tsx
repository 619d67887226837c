import { useState } from "preact/hooks";

import { t } from "../../text";
import type { Standing, StatementView } from "../../wire/messages";
import { decideAt, REASONS } from "./decisions";
import { Decided } from "./Decided";
import type { Desk } from "../desk-state";
import { useShortcuts } from "../shortcuts";
import { useCurrent } from "./use-current";
import { WaitingStatement } from "./WaitingStatement";
import { reasonIn } from "../words";

const TABS: readonly Standing[] = ["waiting", "shown", "rejected"];

/** What people wrote: what waits for a decision, and what was decided. */
export const Queue = ({ desk }: { desk: Desk }) => {
  const { statements, prompts, event } = desk.view.value;
  const [tab, setTab] = useState<Standing>("waiting");
  const [decisions] = useState(() => decideAt(desk));
  const all = [...statements.values()];
  const inTab = (standing: Standing) => all.filter((one) => one.standing === standing);
  const waiting = inTab("waiting");
  const { holder, current, move, point, hold } = useCurrent(waiting.map((one) => one.id));

  const onCurrent = (act: (statement: StatementView) => void) => () => {
    const statement = waiting.find((one) => one.id === current);
    if (tab === "waiting" && statement && desk.isLive.peek() && !desk.isPending(statement.id)) act(statement);
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    s: onCurrent(decisions.show),
    r: onCurrent((statement) => decisions.reject(statement, "")),
    u: () => void (desk.isLive.peek() && decisions.undoLatest()),
    ...Object.fromEntries(
      REASONS.map((reason, index) => [
        String(index + 1),
        onCurrent((statement) => decisions.reject(statement, reasonIn(event?.language, reason))),
      ]),
    ),
  });

  return (
    <section class="panel queue" id="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">{t("queue.title")}</h2>
      <div class="tabs" role="group" aria-labelledby="queue-title">
        {TABS.map((standing) => (
          <button key={standing} type="button" aria-pressed={tab === standing} onClick={() => setTab(standing)}>
            {t(`queue.${standing}`)} <span class="tabs__count">{inTab(standing).length}</span>
          </button>
        ))}
      </div>
      {tab !== "waiting" ? (
        <Decided desk={desk} decisions={decisions} statements={inTab(tab)} standing={tab} />
      ) : (
        <div ref={holder} tabIndex={-1}>
          {waiting.length === 0 && (
            <p class="panel__empty">{t(event?.premoderated === false ? "queue.not-premoderated" : "queue.empty")}</p>
          )}
          <ol class="queue__list">
            {waiting.map((statement) => (
              <WaitingStatement
                key={statement.id}
                statement={statement}
                prompt={prompts.get(statement.prompt)}
                isCurrent={statement.id === current}
                isPending={desk.isPending(statement.id)}
                isLive={desk.isLive.value}
                language={event?.language}
                onPoint={() => point(statement.id)}
                onShow={() => {
                  hold(statement.id);
                  decisions.show(statement);
                }}
                onReject={(reason) => {
                  hold(statement.id);
                  decisions.reject(statement, reason);
                }}
              />
            ))}
          </ol>
        </div>
      )}
    </section>
  );
};
