import { useState } from "preact/hooks";

import { unlinked } from "../link/unlinked";
import type { Example } from "../ui/example";
import { A_JOIN, A_LONG_TEXT, A_PROMPT, AN_ARABIC_TEXT, AN_EVENT, aStatement, SOME_TEXTS } from "../view/examples";
import type { PromptView, StatementView } from "../wire/messages";
import { openEntry } from "./entry";
import { Steward } from "./Steward";

const STATEMENTS = [SOME_TEXTS[0], AN_ARABIC_TEXT, A_LONG_TEXT].map((text, place) => aStatement(place + 1, { text }));

/** A steward's page without a server behind it. Every ballot is taken. */
const anEntry = (prompts: readonly PromptView[], statements: readonly StatementView[], isLive = true) => {
  const { connect, say, become } = unlinked();
  const entry = openEntry({
    code: "EXAMPLE",
    key: null,
    device: "mine",
    version: "0",
    connect,
  });
  queueMicrotask(() => become(isLive ? "live" : "waiting"));
  say({
    kind: "snapshot",
    place: { epoch: "example", number: 1 },
    event: { ...AN_EVENT, code: "EXAMPLE", venues: [{ id: "mumbai", name: "Mumbai" }] },
    stage: { scene: "join", prompt: null, statement: null, frozen: false, until_ms: null },
    prompts,
    statements,
  });
  return entry;
};

const steward =
  (...wish: Parameters<typeof anEntry>): Example["Draw"] =>
  () => {
    const [entry] = useState(() => anEntry(...wish));
    return <Steward entry={entry} join={A_JOIN} code="EXAMPLE" secret={null} />;
  };

export const EXAMPLES: readonly Example[] = [
  { name: "paper ballots", frame: "desk", Draw: steward([A_PROMPT], STATEMENTS) },
  { name: "no prompt yet", frame: "panel", Draw: steward([], []) },
  { name: "no statements yet", frame: "panel", Draw: steward([A_PROMPT], []) },
  { name: "while the link is down", frame: "panel", Draw: steward([A_PROMPT], STATEMENTS, false) },
];
