import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { t } from "../../text";
import { isFound, wordsIn } from "../../view/searching";
import type { Standing, StatementView } from "../../wire/messages";
import { Bulk } from "./Bulk";
import { Colleagues } from "./Colleagues";
import { decideAt, REASONS } from "./decisions";
import { Decided } from "./Decided";
import type { Desk } from "../desk-state";
import { useShortcuts } from "../shortcuts";
import { similarTo } from "./Similar";
import { useCurrent } from "./use-current";
import { usePortion } from "./use-portion";
import { WaitingStatement } from "./WaitingStatement";

const TABS: readonly Standing[] = ["waiting", "shown", "merged", "rejected"];

/** Sooner than the minute after which a claim ends. */
const CLAIM_AGAIN_MS = 25_000;

/** All that a statement may be found by. */
const everythingOf = ({ number, text, translations }: StatementView): string =>
  [`#${number}`, text, ...translations.map((one) => one.text)].join(" ");

/** What people wrote: what waits for a decision, and what was decided. */
export const Queue = ({ desk }: { desk: Desk }) => {
  const { statements, prompts, event } = desk.view.value;
  const [tab, setTab] = useState<Standing>("waiting");
  const [decisions] = useState(() => decideAt(desk));
  const [picked, pick] = useState<ReadonlySet<string>>(new Set());
  const [mending, mend] = useState<string | undefined>(undefined);
  const [asked, ask] = useState("");
  const finder = useRef<HTMLInputElement>(null);
  const words = wordsIn(asked);
  const all = [...statements.values()];
  const found = all.filter((one) => isFound(everythingOf(one), words));
  const inTab = (standing: Standing) => found.filter((one) => one.standing === standing);
  const waiting = inTab("waiting");
  const selected = waiting.filter((one) => picked.has(one.id));
  const claimedBy = (id: string) => desk.others.value.find((one) => one.statement === id);
  const { holder, current, chosen, move, point, hold } = useCurrent(
    waiting.map((one) => one.id),
    (id) => claimedBy(id) !== undefined,
  );
  const statement = tab === "waiting" ? waiting.find((one) => one.id === current) : undefined;
  const similar = useMemo(() => (statement ? similarTo(statement, statements.values()) : []), [statement, statements]);
  const { listed, rest } = usePortion(waiting, statement && waiting.indexOf(statement));

  // Others see where this moderator is; a desk that only lies open claims nothing.
  const claimed = tab === "waiting" && chosen && statement !== undefined ? statement.id : undefined;
  useEffect(() => {
    desk.claim(claimed);
    if (claimed === undefined) return;
    const again = setInterval(() => document.visibilityState === "visible" && desk.claim(claimed), CLAIM_AGAIN_MS);
    return () => clearInterval(again);
  }, [claimed, desk]);

  const toggle = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    pick(next);
  };
  const onCurrent = (act: (statement: StatementView) => void) => () => {
    if (statement && desk.isLive.peek() && !desk.isPending(statement.id)) act(statement);
  };
  const mergeInto = similar.find((one) => one.standing === "shown");
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    s: onCurrent((one) => decisions.show(one)),
    r: onCurrent((one) => decisions.reject({}, one)),
    m: onCurrent((one) => mergeInto && decisions.merge(one, mergeInto)),
    e: onCurrent((one) => mend(one.id)),
    x: onCurrent((one) => toggle(one.id)),
    "/": () => finder.current?.focus(),
    u: () => void (desk.isLive.peek() && decisions.undoLatest()),
    ...Object.fromEntries(
      REASONS.map((reason, index) => [
        String(index + 1),
        onCurrent((one) => decisions.reject({ because: reason }, one)),
      ]),
    ),
  });

  return (
    <section class="panel queue" id="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">{t("queue.title")}</h2>
      <Colleagues desk={desk} />
      {all.length > 0 && (
        <form class="queue__find" role="search" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span class="visually-hidden">{t("queue.find")}</span>
            <input
              ref={finder}
              type="search"
              dir="auto"
              placeholder={t("queue.find")}
              value={asked}
              onInput={(event) => ask(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Escape") return;
                ask("");
                event.currentTarget.blur();
              }}
            />
          </label>
          <p class="hint" role="status">
            {words.length > 0 && t("queue.found", { n: found.length })}
          </p>
        </form>
      )}
      <div class="tabs" role="group" aria-labelledby="queue-title">
        {TABS.map((standing) => (
          <button key={standing} type="button" aria-pressed={tab === standing} onClick={() => setTab(standing)}>
            {t(`queue.${standing}`)} <span class="tabs__count">{inTab(standing).length}</span>
          </button>
        ))}
      </div>
      {tab !== "waiting" ? (
        <Decided desk={desk} decisions={decisions} statements={inTab(tab)} standing={tab} isSearched={words.length > 0} />
      ) : (
        <div ref={holder} tabIndex={-1}>
          {waiting.length === 0 && words.length === 0 && (
            <p class="panel__empty">{t(event?.premoderated === false ? "queue.not-premoderated" : "queue.empty")}</p>
          )}
          {selected.length > 0 && (
            <Bulk
              selected={selected.length}
              all={waiting.length}
              disabled={!desk.isLive.value}
              onShow={() => decisions.show(...selected)}
              onReject={(why) => decisions.reject(why, ...selected)}
              onSelect={(every) => pick(new Set(every ? waiting.map((one) => one.id) : []))}
            />
          )}
          <ol class="queue__list">
            {listed.map((one) => (
              <WaitingStatement
                key={one.id}
                desk={desk}
                statement={one}
                prompt={prompts.get(one.prompt)}
                isCurrent={one.id === current}
                isSelected={picked.has(one.id)}
                isMending={mending === one.id}
                claimed={claimedBy(one.id)}
                similar={one.id === current ? similar : []}
                onPoint={() => point(one.id)}
                onShow={() => {
                  hold(one.id);
                  decisions.show(one);
                }}
                onReject={(why) => {
                  hold(one.id);
                  decisions.reject(why, one);
                }}
                onMerge={(into) => {
                  hold(one.id);
                  decisions.merge(one, into);
                }}
                onSelect={() => toggle(one.id)}
                onMend={(begin) => {
                  mend(begin ? one.id : undefined);
                  if (!begin) hold(one.id);
                }}
                onTakeOver={() => {
                  point(one.id);
                  desk.claim(one.id, true);
                }}
              />
            ))}
          </ol>
          {rest}
        </div>
      )}
    </section>
  );
};
