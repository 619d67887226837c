import { t } from "../../text";
import { isolated } from "../../text/isolated";
import { Button } from "../../ui/button/Button";
import { Screen } from "../../ui/scenes/Screen";
import { PINNABLE, showing, type JoinAddress } from "../../ui/scenes/showing";
import type { Scene, Stage } from "../../wire/messages";
import type { Desk } from "../desk-state";
import { Countdown } from "./Countdown";
import { ScreenLinks } from "./ScreenLinks";

const WITHOUT_PROMPT: readonly Scene[] = ["join", "lobby", "thanks"];

interface Props {
  desk: Desk;
  join: JoinAddress;
  code: string;
}

/** What the projectors show, and the freeze that holds their picture while votes flow on. */
export const StageControl = ({ desk, join, code }: Props) => {
  const view = desk.view.value;
  const picture = showing(desk.onScreens.value, join);
  const stage = view.stage;
  if (stage === undefined || picture === undefined) return null;
  const disabled = !desk.isLive.value || desk.isPending("stage");
  const staged = [...view.prompts.values()].filter((prompt) => prompt.phase !== "draft");
  const promptId = stage.prompt ?? picture.prompt?.id ?? staged[0]?.id;
  const set = (change: Partial<Stage>) => desk.ask(stageWish({ ...stage, ...change }));
  const shown = [...view.statements.values()].filter((one) => one.prompt === promptId && one.standing === "shown");
  return (
    <section class="panel stage" id="stage" aria-labelledby="stage-title">
      <h2 id="stage-title">{t("stage.title")}</h2>
      <p class="visually-hidden" role="status">
        {t("stage.now", { scene: t(`scene.${stage.scene}`) })}
      </p>
      <div class="stage__preview" aria-hidden="true" inert>
        <Screen showing={picture} />
      </div>
      <Button rank={stage.frozen ? "main" : "plain"} disabled={disabled} onClick={() => set({ frozen: !stage.frozen })}>
        {t(stage.frozen ? "stage.unfreeze" : "stage.freeze")}
      </Button>
      <p class="stage__note">{t(stage.frozen ? "stage.frozen-note" : "stage.freeze-note")}</p>
      <div class="stage__scenes" role="group" aria-label={t("stage.scene")}>
        {PINNABLE.map((scene) => (
          <button
            key={scene}
            type="button"
            class="chip"
            aria-pressed={stage.scene === scene}
            disabled={disabled || (!WITHOUT_PROMPT.includes(scene) && promptId === undefined)}
            onClick={() => {
              const onItsOwn = WITHOUT_PROMPT.includes(scene);
              set({ scene, prompt: onItsOwn ? null : (promptId ?? null), statement: null });
            }}
          >
            {t(`scene.${scene}`)}
          </button>
        ))}
      </div>
      {stage.scene === "lobby" && (
        <Countdown
          stage={stage}
          clockAhead_ms={view.clockAhead_ms}
          disabled={disabled}
          onSet={(until_ms) => set({ until_ms })}
        />
      )}
      <label class="stage__choice">
        {t("stage.prompt")}
        <select
          disabled={disabled || staged.length === 0}
          value={promptId ?? ""}
          onChange={(event) => set(onPrompt(stage, event.currentTarget.value))}
        >
          {staged.map((prompt) => (
            <option key={prompt.id} value={prompt.id}>
              {`${prompt.number}. ${isolated(prompt.text)}`}
            </option>
          ))}
        </select>
      </label>
      <label class="stage__choice">
        {t("stage.statement")}
        <select
          disabled={disabled || shown.length === 0}
          value={stage.scene === "statement" ? (stage.statement ?? "") : ""}
          onChange={(event) => {
            const statement = event.currentTarget.value;
            if (statement !== "") set({ scene: "statement", prompt: promptId ?? null, statement });
          }}
        >
          <option value="">{t("stage.choose-statement")}</option>
          {shown.map((statement) => (
            <option key={statement.id} value={statement.id}>
              {`${statement.number}. ${isolated(statement.text)}`}
            </option>
          ))}
        </select>
      </label>
      {picture.prompt && !picture.prompt.results && picture.prompt.phase === "open" && (
        <p class="stage__note">{t("stage.reveals")}</p>
      )}
      <ScreenLinks desk={desk} code={code} />
    </section>
  );
};

/** Another prompt under the same scene, where the scene has one; otherwise the prompt itself. */
const onPrompt = (stage: Stage, prompt: string): Partial<Stage> => ({
  scene: stage.scene === "statement" || WITHOUT_PROMPT.includes(stage.scene) ? "prompt" : stage.scene,
  prompt,
  statement: null,
});

/** The request that brings the stage. */
export const stageWish = ({ scene, prompt, statement, frozen, until_ms }: Stage) => ({
  kind: "set-stage" as const,
  scene,
  frozen,
  ...(prompt !== null && { prompt }),
  ...(statement !== null && { statement }),
  ...(until_ms !== null && { until_ms }),
});
