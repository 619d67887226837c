import { useState } from "preact/hooks";

import { t } from "../../text";
import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import type { Desk } from "../desk-state";
import { type Compared, keeping } from "../keeping/asking";
import { WithoutFlagged } from "./WithoutFlagged";

interface Props {
  desk: Desk;
  code: string;
}

/** Ballots under the open prompts that are the same or nearly: for moderators to know, and to see what hangs on them. */
export const Brigades = ({ desk, code }: Props) => {
  const { prompts, maps } = desk.view.value;
  const [state, setState] = useState<"idle" | "counting" | "failed">("idle");
  const [found, setFound] = useState<readonly Compared[] | undefined>(undefined);
  const open = [...prompts.values()].filter((prompt) => prompt.phase === "open");
  const brigades = open.flatMap((prompt) => (maps.get(prompt.id)?.brigades ?? []).map((one) => ({ prompt, ...one })));
  if (brigades.length === 0) return null;
  const count = async () => {
    setState("counting");
    const answered = await keeping(code).withoutFlagged();
    setState(answered === undefined ? "failed" : "idle");
    setFound(answered);
    answer(t(answered === undefined ? "flagged.failed" : "flagged.done"));
  };
  return (
    <div class="alerts">
      <h3>{t("brigade.title")}</h3>
      <ul class="queue__list">
        {brigades.map(({ prompt, people, votes }, place) => (
          <li key={place} class="alert">
            {`${t("prompt.number", { n: prompt.number })} · ${t("brigade.words", { people, votes })}`}
          </li>
        ))}
      </ul>
      {desk.may("show") && (
        <Button disabled={state === "counting"} onClick={() => void count()}>
          {t(state === "counting" ? "flagged.counting" : "flagged.count")}
        </Button>
      )}
      {state === "failed" && <p class="stage__note">{t("flagged.failed")}</p>}
      {found?.map((one) => <WithoutFlagged key={one.prompt} desk={desk} compared={one} />)}
    </div>
  );
};
