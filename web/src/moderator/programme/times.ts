/** Planned times: how long there is to go, and what a moderator means by "close in ten minutes". */

import { clock } from "../../ui/scenes/LobbyScene";
import type { Plan, PromptView } from "../../wire/messages";

const MINUTE_MS = 60_000;

export type Step = "opens" | "submit-closes" | "closes";

/** What is planned next for the prompt, and when; undefined for nothing. */
export const nextStep = ({ plan, phase }: PromptView): { step: Step; at_ms: number } | undefined => {
  const steps: readonly (readonly [Step, number | null])[] = [
    ["opens", phase === "open" ? null : plan.opens_ms],
    ["submit-closes", plan.submit_closes_ms],
    ["closes", plan.closes_ms],
  ];
  for (const [step, at_ms] of steps) if (at_ms !== null) return { step, at_ms };
  return undefined;
};

/** Voting goes on for the last third, a minute at least: the last statements need votes too. */
export const closingIn = (minutes: number, now_ms: number): Pick<Plan, "submit_closes_ms" | "closes_ms"> => {
  const votingOnly = Math.min(minutes, Math.max(1, Math.round(minutes / 3)));
  return {
    submit_closes_ms: now_ms + (minutes - votingOnly) * MINUTE_MS,
    closes_ms: now_ms + minutes * MINUTE_MS,
  };
};

/** The plan with what is still to come of the closing put off. */
export const longer = ({ submit_closes_ms, closes_ms }: Plan, by_ms: number = MINUTE_MS) => ({
  ...(submit_closes_ms !== null && { submit_closes_ms: submit_closes_ms + by_ms }),
  ...(closes_ms !== null && { closes_ms: closes_ms + by_ms }),
});

/** 4:05, or 1:04:05; never below zero. */
export const countdown = (ms: number): string => clock(Math.max(0, ms));

/** As a field for local date and time holds it. */
export const toField = (at_ms: number | null): string => {
  if (at_ms === null) return "";
  const at = new Date(at_ms);
  return new Date(at_ms - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
};

/** What a field for local date and time says; null where it is empty. */
export const fromField = (value: string): number | null => {
  const at_ms = new Date(value).getTime();
  return Number.isNaN(at_ms) ? null : at_ms;
};
