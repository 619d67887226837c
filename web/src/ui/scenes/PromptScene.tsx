import { t } from "../../text";
import { Numbers } from "./Numbers";
import type { Showing } from "./showing";
import { sizeAlone } from "./type-size";

/** What is asked, and what can be done about it at this moment. */
export const PromptScene = ({ showing: { prompt, statements, map } }: { showing: Showing }) => {
  if (prompt === undefined) return null;
  const { phase, submit, vote } = prompt;
  const now = phase === "closed" ? "closed" : submit && vote ? "both" : submit ? "submit" : vote ? "vote" : "wait";
  return (
    <section class="scene scene--prompt">
      <p class="scene-prompt__number">{t("prompt.number", { n: prompt.number })}</p>
      <h1 class="scene-prompt__text" style={{ "--size": sizeAlone(prompt.text) }} dir="auto">
        {prompt.text}
      </h1>
      <p class="scene-prompt__now" data-open={now !== "closed" && now !== "wait"}>
        {t(`prompt.now-${now}`)}
      </p>
      <Numbers
        numbers={[
          ["numbers.statements", statements.size],
          ["numbers.votes-here", map?.votes ?? 0],
        ]}
      />
    </section>
  );
};
