import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { View } from "../../view/view";
import type { Desk } from "../desk-state";

const STEPS = ["prompt", "seeds", "open", "screen", "people"] as const;

type Step = (typeof STEPS)[number];

/** Which of the steps to a running event are done. */
export const stepsDone = ({ prompts, statements, stage, pulse }: View): ReadonlySet<Step> => {
  const all = [...prompts.values()];
  const done: readonly (readonly [Step, boolean])[] = [
    ["prompt", all.length > 0],
    ["seeds", statements.size > 0],
    ["screen", stage !== undefined && stage.scene !== "join"],
    ["open", all.some((prompt) => prompt.phase !== "draft")],
    ["people", (pulse?.votes ?? 0) > 0],
  ];
  return new Set(done.flatMap(([step, isDone]) => (isDone ? [step] : [])));
};

/** What to do now, in five steps; goes away by itself once they are done. */
export const FirstSteps = ({ desk }: { desk: Desk }) => {
  const [isHidden, hide] = useState(false);
  const done = stepsDone(desk.view.value);
  const next = STEPS.find((step) => !done.has(step));
  if (isHidden || next === undefined) return null;
  return (
    <section class="panel steps" aria-labelledby="steps-title">
      <h2 id="steps-title">{t("steps.title")}</h2>
      <ol>
        {STEPS.map((step) => (
          <li key={step} aria-current={step === next ? "step" : undefined} data-done={done.has(step)}>
            <span class="visually-hidden">{done.has(step) ? t("steps.done") : ""}</span>
            {t(`steps.${step}`)}
          </li>
        ))}
      </ol>
      <Button rank="quiet" onClick={() => hide(true)}>
        {t("steps.hide")}
      </Button>
    </section>
  );
};
