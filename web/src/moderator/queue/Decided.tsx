import { useState } from "preact/hooks";

import { t } from "../../text";
import { isolated } from "../../text/isolated";
import { Button } from "../../ui/button/Button";
import type { Standing, StatementView } from "../../wire/messages";
import { Ban } from "./Ban";
import type { Decisions } from "./decisions";
import type { Desk } from "../desk-state";
import { Mend } from "./Mend";
import { usePortion } from "./use-portion";

interface Props {
  desk: Desk;
  decisions: Decisions;
  statements: readonly StatementView[];
  standing: Exclude<Standing, "waiting">;
  /** Only those that somebody looked for are given. */
  isSearched: boolean;
}

/** Statements that were let through, or were not; each decision can be taken back or turned round. */
export const Decided = ({ desk, decisions, statements, standing, isSearched }: Props) => {
  const { prompts, statements: known } = desk.view.value;
  const [mending, mend] = useState("");
  const wordings = ({ id }: StatementView) => [...known.values()].filter((one) => one.into === id).length;
  const { listed, rest } = usePortion(statements.toReversed());
  if (statements.length === 0 && isSearched) return null;
  if (statements.length === 0) return <p class="panel__empty">{t(`queue.none-${standing}`)}</p>;
  return (
    <>
      <ul class="queue__list">
        {listed.map((statement) => {
          const disabled = !desk.isLive.value || desk.isPending(statement.id);
          const prompt = prompts.get(statement.prompt);
          return (
            <li key={statement.id} class="waiting" data-pending={desk.isPending(statement.id)}>
              <p class="waiting__text" dir="auto" lang={statement.language}>
                {statement.text}
              </p>
              <p class="waiting__about">
                {t("queue.under", { n: prompt?.number ?? 0 })}
                {statement.origin === "seed" && ` · ${t("origin.seed")}`}
                {wordings(statement) > 0 && ` · ${t("queue.wordings", { n: wordings(statement) })}`}
                {statement.into !== null && ` · ${t("queue.wording-of", { text: isolated(known.get(statement.into)?.text ?? "…") })}`}
                {statement.because && ` · ${t(`reason.${statement.because}`)}`}
                {statement.reason !== "" && (
                  <>
                    {" · "}
                    <bdi>{statement.reason}</bdi>
                  </>
                )}
              </p>
              <div class="waiting__actions">
                {standing === "shown" && prompt?.phase !== "draft" && (
                  <Button disabled={disabled} onClick={() => toScreen(desk, statement)}>
                    {t("stage.to-screen")}
                  </Button>
                )}
                <Button
                  rank="quiet"
                  disabled={disabled}
                  onClick={() => (standing === "shown" ? decisions.reject({}, statement) : decisions.show(statement))}
                >
                  {t(standing === "shown" ? "queue.reject" : "queue.show")}
                </Button>
                {standing === "shown" && prompt?.phase === "draft" && (
                  <Button rank="quiet" disabled={disabled} onClick={() => mend(statement.id)}>
                    {t("queue.mend")}
                  </Button>
                )}
                {statement.decisions > 0 && (
                  <Button rank="quiet" disabled={disabled} onClick={() => decisions.takeBack(statement)}>
                    {t(standing === "merged" ? "queue.unmerge" : "queue.undo")}
                  </Button>
                )}
                <Ban desk={desk} statement={statement} />
              </div>
              {mending === statement.id && prompt?.phase === "draft" && (
                <Mend desk={desk} statement={statement} onDone={() => mend("")} />
              )}
            </li>
          );
        })}
      </ul>
      {rest}
    </>
  );
};

const toScreen = (desk: Desk, statement: StatementView) =>
  desk.ask({
    kind: "set-stage",
    scene: "statement",
    prompt: statement.prompt,
    statement: statement.id,
    frozen: desk.view.peek().stage?.frozen ?? false,
  });
