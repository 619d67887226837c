import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { Desk } from "../desk-state";
import { PromptCard } from "./PromptCard";

/** The prompts in their order, with all that can be done to them. */
export const RunOfShow = ({ desk }: { desk: Desk }) => {
  const { prompts, statements } = desk.view.value;
  const all = [...statements.values()];
  return (
    <section class="panel" id="prompts" aria-labelledby="prompts-title">
      <h2 id="prompts-title">{t("prompts.title")}</h2>
      {prompts.size === 0 && <p class="panel__empty">{t("prompts.empty")}</p>}
      <ol class="prompts">
        {[...prompts.values()].map((prompt) => (
          <PromptCard
            key={prompt.id}
            desk={desk}
            prompt={prompt}
            shown={all.filter((one) => one.prompt === prompt.id && one.standing === "shown").length}
            waiting={all.filter((one) => one.prompt === prompt.id && one.standing === "waiting").length}
          />
        ))}
      </ol>
      <NewPrompt desk={desk} />
    </section>
  );
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
