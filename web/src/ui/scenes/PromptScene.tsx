import { t } from "../../text";
import { Numbers } from "./Numbers";
import type { Showing } from "./showing";
import { MOST_TRANSLATIONS, sizeTogether } from "./type-size";

/** What is asked, and what can be done about it at this moment. */
export const PromptScene = ({ showing: { prompt, statements, map } }: { showing: Showing }) => {
  if (prompt === undefined) return null;
  const { phase, submit, vote } = prompt;
  const translations = prompt.translations.filter(({ text }) => text !== "").slice(0, MOST_TRANSLATIONS);
  const now = phase === "closed" ? "closed" : submit && vote ? "both" : submit ? "submit" : vote ? "vote" : "wait";
  return (
    <section class="scene scene--prompt">
      <p class="scene-prompt__number">{t("prompt.number", { n: prompt.number })}</p>
      <div class="scene-prompt__texts" style={{ "--size": sizeTogether([prompt, ...translations].map(({ text }) => text)) }}>
        <h1 class="scene-prompt__text" dir="auto" lang={prompt.language}>
          {prompt.text}
        </h1>
        {translations.map(({ language, text }) => (
          <p key={language} class="scene-prompt__text" dir="auto" lang={language}>
            {text}
          </p>
        ))}
      </div>
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
