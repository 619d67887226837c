/** The run of show and the statements for those at the desk who only look: no control, and nothing that waits. */

import { t } from "../../text";
import type { Desk } from "../desk-state";

export const ShownStatements = ({ desk }: { desk: Desk }) => {
  const shown = [...desk.view.value.statements.values()].filter((one) => one.standing === "shown");
  return (
    <section class="panel" id="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">{t("role.list-statements")}</h2>
      {shown.length === 0 && <p class="panel__empty">{t("role.no-statements")}</p>}
      <ol class="watching">
        {shown.map((one) => (
          <li key={one.id} value={one.number} dir="auto" lang={one.language}>
            {one.text}
          </li>
        ))}
      </ol>
    </section>
  );
};

export const Prompts = ({ desk }: { desk: Desk }) => {
  const { prompts } = desk.view.value;
  return (
    <section class="panel" id="prompts" aria-labelledby="prompts-title">
      <h2 id="prompts-title">{t("prompts.title")}</h2>
      {prompts.size === 0 && <p class="panel__empty">{t("prompts.empty")}</p>}
      <ol class="watching">
        {[...prompts.values()].map((prompt) => (
          <li key={prompt.id} value={prompt.number}>
            <bdi>{prompt.text}</bdi> <span class="watching__phase">{t(`phase.${prompt.phase}`)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
};
