import type { Prompt } from "./report";
import { percent, t } from "./words";

/** The few statements that together leave no large part of the people out. */
export const Slate = ({ prompt }: { prompt: Prompt }) => {
  const texts = new Map(prompt.statements.map((statement) => [statement.number, statement]));
  const id = `p${prompt.number}-slate`;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t("slate.title")}</h3>
      <p class="what">{t("slate.what")}</p>
      <ol class="slate">
        {prompt.result.slate.map(({ statement, speaks_for, newly }, place) => {
          const about = texts.get(statement);
          return (
            <li key={statement}>
              <a href={`#s${statement}`} class="voice" dir="auto" lang={about?.language}>
                {about?.text}
              </a>{" "}
              <span class="quiet">
                {place === 0
                  ? t("slate.first", { share: percent(speaks_for) })
                  : t("slate.line", { share: percent(speaks_for), newly: percent(newly) })}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
};
