import { t } from "../../text";
import type { Desk } from "../desk-state";

/** Ballots under the open prompts that are the same or nearly: for moderators to know, not to act on by themselves. */
export const Brigades = ({ desk }: { desk: Desk }) => {
  const { prompts, maps } = desk.view.value;
  const open = [...prompts.values()].filter((prompt) => prompt.phase === "open");
  const found = open.flatMap((prompt) => (maps.get(prompt.id)?.brigades ?? []).map((one) => ({ prompt, ...one })));
  if (found.length === 0) return null;
  return (
    <div class="alerts">
      <h3>{t("brigade.title")}</h3>
      <ul class="queue__list">
        {found.map(({ prompt, people, votes }, place) => (
          <li key={place} class="alert">
            {`${t("prompt.number", { n: prompt.number })} · ${t("brigade.words", { people, votes })}`}
          </li>
        ))}
      </ul>
    </div>
  );
};
