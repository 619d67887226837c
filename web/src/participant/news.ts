import { effect, untracked } from "@preact/signals";

import { isolated } from "../text/isolated";
import { announce } from "../ui/announcer/Announcer";
import type { Phase, PromptView } from "../wire/messages";
import type { Phone } from "./phone";
import { asRead } from "./reading";
import { t } from "./later-words";

/** A link that is back sooner than this was not worth a word. */
const AWAY_AFTER_MS = 5_000;

/** Says aloud what happens by itself: prompts that open and close, and a link that is away for long. */
export const watch = (phone: Phone): (() => void) => {
  let phases: ReadonlyMap<string, Phase> | undefined;
  const stopPrompts = effect(() => {
    const { place, prompts } = phone.view.value;
    if (place === undefined) return;
    if (phases !== undefined) for (const prompt of prompts.values()) untracked(() => tellOf(prompt, phases?.get(prompt.id)));
    phases = new Map([...prompts.values()].map((prompt) => [prompt.id, prompt.phase]));
  });

  let away: ReturnType<typeof setTimeout> | undefined;
  let toldAway = false;
  const stopLink = effect(() => {
    if (phone.link.value.state === "live") {
      clearTimeout(away);
      away = undefined;
      if (toldAway) announce(t("link.back"), "link");
      toldAway = false;
    } else {
      away ??= setTimeout(() => {
        toldAway = true;
        announce(t("link.away"), "link");
      }, AWAY_AFTER_MS);
    }
  });

  return () => {
    stopPrompts();
    stopLink();
    clearTimeout(away);
  };
};

const tellOf = (prompt: PromptView, before: Phase | undefined): void => {
  const { id, phase } = prompt;
  const { text } = asRead(prompt);
  if (phase === before) return;
  if (phase === "open") announce(t("prompt.opened", { text: isolated(text) }), id);
  if (phase === "closed" && before === "open") announce(t("prompt.closed", { text: isolated(text) }), id);
};
