import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { PromptView, Scene } from "../../wire/messages";
import type { Desk } from "../desk-state";
import { SeedForm } from "./SeedForm";
import { Times } from "./Times";

interface Props {
  desk: Desk;
  prompt: PromptView;
  shown: number;
  waiting: number;
  /** Of a draft: before which other it would come, null for last; left out where it cannot go that way. */
  earlier?: string | null;
  later?: string | null;
}

const SWITCHES = ["submit", "vote", "results"] as const;

const SCENES: readonly Scene[] = ["prompt", "map", "common-ground", "fault-lines", "discuss"];

/** One prompt of the run of show. */
export const PromptCard = ({ desk, prompt, shown, waiting, earlier, later }: Props) => {
  const [isRewording, setRewording] = useState(false);
  const disabled = !desk.isLive.value || desk.isPending(prompt.id);
  const title = `prompt-${prompt.id}`;
  return (
    <li class="prompt-card" data-phase={prompt.phase} aria-labelledby={title}>
      <p class="prompt-card__state">
        <span>{t("prompt.number", { n: prompt.number })}</span>
        <span class="phase" data-phase={prompt.phase}>
          {t(`phase.${prompt.phase}`)}
        </span>
        <span>{t("prompts.shown", { n: shown })}</span>
        {waiting > 0 && <span class="prompt-card__waiting">{t("prompts.waiting", { n: waiting })}</span>}
      </p>
      {isRewording ? (
        <Reword desk={desk} prompt={prompt} onDone={() => setRewording(false)} />
      ) : (
        <h4 id={title} dir="auto">
          {prompt.text}
        </h4>
      )}
      <div class="prompt-card__actions">
        <PhaseButton desk={desk} prompt={prompt} disabled={disabled} />
        <Move desk={desk} prompt={prompt} disabled={disabled} earlier={earlier} later={later} />
        {!isRewording && (
          <Button rank="quiet" disabled={disabled} onClick={() => setRewording(true)}>
            {t("prompts.reword")}
          </Button>
        )}
      </div>
      <Times desk={desk} prompt={prompt} disabled={disabled} />
      <Switches desk={desk} prompt={prompt} disabled={disabled} />
      {prompt.phase !== "draft" && <ToScreen desk={desk} prompt={prompt} />}
      <SeedForm desk={desk} prompt={prompt} />
    </li>
  );
};

type Part = Pick<Props, "desk" | "prompt"> & { disabled: boolean };

const PhaseButton = ({ desk, prompt, disabled }: Part) =>
  prompt.phase === "open" ? (
    <Button disabled={disabled} onClick={() => desk.ask({ kind: "close-prompt", prompt: prompt.id })}>
      {t("prompts.close")}
    </Button>
  ) : (
    <Button
      rank={prompt.phase === "draft" ? "main" : "plain"}
      disabled={disabled}
      onClick={() => desk.ask({ kind: "open-prompt", prompt: prompt.id })}
    >
      {t(prompt.phase === "draft" ? "prompts.open" : "prompts.reopen")}
    </Button>
  );

type Before = string | null | undefined;

/** A draft's place among those that are still to come. */
const Move = ({ desk, prompt, disabled, earlier, later }: Part & { earlier: Before; later: Before }) => {
  const to = (before: string | null) => () =>
    desk.ask({ kind: "move-prompt", prompt: prompt.id, ...(before !== null && { before }) });
  return (
    <>
      {earlier !== undefined && (
        <Button rank="quiet" disabled={disabled} onClick={to(earlier)}>
          ↑ {t("show.earlier")}
        </Button>
      )}
      {later !== undefined && (
        <Button rank="quiet" disabled={disabled} onClick={to(later)}>
          ↓ {t("show.later")}
        </Button>
      )}
    </>
  );
};

const Switches = ({ desk, prompt, disabled }: Part) => {
  const { submit, vote, results } = prompt;
  return (
    <fieldset class="switches" disabled={disabled}>
      <legend>{t(prompt.phase === "open" ? "switches.now" : "switches.once-open")}</legend>
      {SWITCHES.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            role="switch"
            checked={prompt[name]}
            onChange={(event) => {
              const wanted = { submit, vote, results, [name]: event.currentTarget.checked };
              // The desk shows what the server holds, never what was only asked for.
              event.currentTarget.checked = prompt[name];
              desk.ask({ kind: "set-switches", prompt: prompt.id, ...wanted });
            }}
          />
          {t(`switches.${name}`)}
        </label>
      ))}
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={prompt.premoderated}
          onChange={(event) => {
            const premoderated = event.currentTarget.checked;
            event.currentTarget.checked = prompt.premoderated;
            desk.ask({ kind: "set-premoderation", prompt: prompt.id, premoderated });
          }}
        />
        {t("show.premoderated")}
      </label>
    </fieldset>
  );
};

/** A shortcut to the screen, so that a prompt and its picture change with two presses side by side. */
const ToScreen = ({ desk, prompt }: Pick<Props, "desk" | "prompt">) => {
  const stage = desk.view.value.stage;
  return (
    <div class="to-screen" role="group" aria-label={t("stage.to-screen")}>
      <span aria-hidden="true">{t("stage.to-screen")}</span>
      {SCENES.map((scene) => (
        <button
          key={scene}
          type="button"
          class="chip"
          aria-pressed={stage?.scene === scene && stage.prompt === prompt.id}
          disabled={!desk.isLive.value || desk.isPending("stage")}
          onClick={() =>
            desk.ask({ kind: "set-stage", scene, prompt: prompt.id, frozen: stage?.frozen ?? false })
          }
        >
          {t(`scene.${scene}`)}
        </button>
      ))}
    </div>
  );
};

const Reword = ({ desk, prompt, onDone }: Pick<Props, "desk" | "prompt"> & { onDone: () => void }) => {
  const [text, setText] = useState(prompt.text);
  return (
    <form
      class="line-form"
      onSubmit={(event) => {
        event.preventDefault();
        desk.ask({ kind: "reword-prompt", prompt: prompt.id, text }, ({ done }) => done && onDone());
      }}
    >
      <label for={`reword-${prompt.id}`}>{t("prompts.reword-label")}</label>
      <textarea
        id={`reword-${prompt.id}`}
        rows={3}
        maxLength={280}
        dir="auto"
        value={text}
        ref={(field) => {
          if (field && document.activeElement === document.body) field.focus();
        }}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class="prompt-card__actions">
        <Button type="submit" disabled={!desk.isLive.value || desk.isPending(prompt.id)}>
          {t("save")}
        </Button>
        <Button rank="quiet" onClick={onDone}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
};
