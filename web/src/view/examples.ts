/** Views as the server sends them, for tests and examples: whole, so that a new field is added here and nowhere else. */

import type { EventView, PromptView, StatementView } from "../wire/messages";

export const AN_EVENT: EventView = {
  code: "MIL25",
  title: "Listening at scale",
  language: "en",
  venues: [],
  premoderated: true,
  statement_limit: 280,
  opens_ms: null,
  announcement: null,
  report: null,
  rehearsal: false,
};

export const A_PROMPT: PromptView = {
  id: "p1",
  number: 1,
  text: "How should it be governed?",
  phase: "open",
  submit: true,
  vote: true,
  results: false,
  premoderated: true,
  plan: { opens_ms: null, submit_closes_ms: null, closes_ms: null },
};

export const A_STATEMENT: StatementView = {
  id: "s1",
  prompt: "p1",
  number: 1,
  text: "Statement number 1.",
  language: "en",
  origin: "participant",
  standing: "shown",
  decisions: 0,
  reason: "",
  translations: [],
  into: null,
};
