import { useRef, useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { View } from "../../view/view";
import type { PromptView } from "../../wire/messages";
import type { Desk } from "../desk-state";
import { useShortcuts } from "../shortcuts";
import { PromptCard } from "./PromptCard";

const PARTS = [
  ["now", "open"],
  ["next", "draft"],
  ["done", "closed"],
] as const;

/** The prompts: what is open now, what comes next, what is done, with all that can be done to them. */
export const RunOfShow = ({ desk }: { desk: Desk }) => {
  const { prompts, statements } = desk.view.value;
  const all = [...statements.values()];
  const goOn = () => desk.isLive.peek() && onToNext(desk);
  // A slip of the finger must not close what a hall is voting on: the key only leads to the button.
  const onward = useRef<HTMLDivElement>(null);
  useShortcuts({ n: () => onward.current?.querySelector("button")?.focus() });
  return (
    <section class="panel" id="prompts" aria-labelledby="prompts-title">
      <h2 id="prompts-title">{t("prompts.title")}</h2>
      {prompts.size === 0 && <p class="panel__empty">{t("prompts.empty")}</p>}
      {PARTS.map(([part, phase]) => {
        const here = [...prompts.values()].filter((prompt) => prompt.phase === phase);
        if (here.length === 0 && (part !== "now" || prompts.size === 0)) return null;
        return (
          <section key={part} class="run" data-part={part} aria-labelledby={`run-${part}`}>
            <h3 id={`run-${part}`} class="run__title">
              {t(`show.${part}`)} <span class="tabs__count">{here.length}</span>
            </h3>
            {here.length === 0 && <p class="panel__empty">{t("show.nothing-now")}</p>}
            <ol class="prompts">
              {here.map((prompt, place) => (
                <PromptCard
                  key={prompt.id}
                  desk={desk}
                  prompt={prompt}
                  shown={all.filter((one) => one.prompt === prompt.id && one.standing === "shown").length}
                  waiting={all.filter((one) => one.prompt === prompt.id && one.standing === "waiting").length}
                  {...(phase === "draft" && moves(here, place))}
                />
              ))}
            </ol>
            {part === "next" && (
              <div class="run__on" ref={onward}>
                <Button disabled={!desk.isLive.value} onClick={goOn}>
                  {t("show.on")} <kbd aria-hidden="true">n</kbd>
                </Button>
                <p class="hint">{t("show.on-note")}</p>
              </div>
            )}
          </section>
        );
      })}
      <NewPrompt desk={desk} />
    </section>
  );
};

/** Before which draft it comes if it is moved up or down; undefined where it cannot. */
const moves = (drafts: readonly PromptView[], place: number) => ({
  ...(place > 0 && { earlier: drafts[place - 1]?.id ?? null }),
  ...(place < drafts.length - 1 && { later: drafts[place + 2]?.id ?? null }),
});

/** The first draft in the run of show. */
export const nextDraft = ({ prompts }: View): PromptView | undefined =>
  [...prompts.values()].find((prompt) => prompt.phase === "draft");

/** Closes what is open, opens the next draft and puts it on the screen; each a request of its own, in this order. */
const onToNext = (desk: Desk): void => {
  const { prompts, stage } = desk.view.peek();
  const next = nextDraft(desk.view.peek());
  if (next === undefined || desk.isPending(next.id)) return;
  for (const prompt of prompts.values())
    if (prompt.phase === "open") desk.ask({ kind: "close-prompt", prompt: prompt.id });
  desk.ask({ kind: "open-prompt", prompt: next.id });
  if (desk.may("set-stage"))
    desk.ask({ kind: "set-stage", scene: "prompt", prompt: next.id, frozen: stage?.frozen ?? false });
};

const NewPrompt = ({ desk }: { desk: Desk }) => {
  const [text, setText] = useState("");
  const disabled = !desk.isLive.value || desk.isPending("draft");
  return (
    <form
      class="line-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === "" || disabled) return;
        desk.ask({ kind: "draft-prompt", text }, ({ done }) => done && setText(""));
      }}
    >
      <label for="new-prompt">{t("prompts.new")}</label>
      <textarea
        id="new-prompt"
        rows={2}
        maxLength={280}
        dir="auto"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={disabled}>
        {t("prompts.add")}
      </Button>
    </form>
  );
};
