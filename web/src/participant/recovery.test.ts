import { expect, test } from "vitest";

import { inMemory } from "../link/store";
import { identityIn } from "../link/identity";
import { openOutbox } from "../link/outbox";
import { reduce } from "../view/reduce";
import { type Answer, empty, type View, type Word, withCounted } from "../view/view";
import type { ParticipantRequest, You } from "../wire/messages";
import { lostBy } from "./recovery";

const RECEIPT = "Yq3kWc1mS0uZ8bTt";
const agree = (op: number, receipt?: string): Answer => ({ choice: "agree", reason: null, op, receipt });
const holding = (votes: Record<string, Word>): View => ({
  ...empty,
  you: { ...empty.you, participant: "ada", mode: "remote", votes: new Map(Object.entries(votes)) },
});
const you = (votes: You["votes"] = []): You => ({ kind: "you", participant: "ada", mode: "remote", votes });
const server = (statement: string, op: number) => ({ statement, choice: "disagree", reason: null, op }) as const;
const offered = (held: View, said: You) => lostBy(said, held.you, reduce(held, said), "en");

test("a vote that the server has lost is offered as it was, with its receipt, though its prompt is closed", () => {
  expect(offered(holding({ tram: agree(3, RECEIPT) }), you())).toEqual([
    { kind: "vote", statement: "tram", choice: "agree", op: 3, receipt: RECEIPT },
  ]);
});

test("so is a later word of which the server has only the one before", () => {
  expect(offered(holding({ tram: agree(5, RECEIPT) }), you([server("tram", 3)]))).toHaveLength(1);
});

test("what the server has, or knows a later word of, is not offered", () => {
  expect(offered(holding({ tram: agree(3, RECEIPT) }), you([server("tram", 3)]))).toEqual([]);
  expect(offered(holding({ tram: agree(3, RECEIPT) }), you([server("tram", 8)]))).toEqual([]);
});

const withdrawn = (op: number, receipt?: string) => ({ choice: undefined, reason: null, op, receipt });

test("a vote that was taken back, and that the server has again, is taken back again", () => {
  const held = reduce(holding({ tram: withdrawn(5, RECEIPT) }), you());

  expect(offered(held, you([server("tram", 3)]))).toEqual([
    { kind: "withdraw-vote", statement: "tram", op: 5, receipt: RECEIPT },
  ]);
  expect(offered(held, you())).toEqual([]);
  expect(offered(held, you([server("tram", 8)]))).toEqual([]);
});

test("a vote that was taken back stays so where the phone has forgotten that", () => {
  const said = { ...you(), withdrawn: [{ statement: "tram", op: 5 }] };
  const held = holding({ tram: agree(3, RECEIPT) });

  expect(offered(held, said)).toEqual([]);
  expect(reduce(held, said).you.votes.get("tram")).toEqual(withdrawn(5));
  expect(offered(holding({ tram: agree(8, RECEIPT) }), said)).toHaveLength(1);
});

test("an answer to an earlier word that comes after that to the later one changes nothing", () => {
  const taken = withCounted(empty, { kind: "withdraw-vote", op: 5, statement: "tram" }, { receipt: RECEIPT });
  const late = withCounted(taken, { kind: "vote", op: 3, statement: "tram", choice: "agree" }, { receipt: RECEIPT });

  expect(late.you.votes.get("tram")).toEqual(withdrawn(5, RECEIPT));
});

test("who had joined joins again first", () => {
  const { mode: _, ...unjoined } = you();

  expect(offered(holding({ tram: agree(3, RECEIPT) }), unjoined).map((ask) => ask.kind)).toEqual(["join", "vote"]);
});

test("an own statement that the server has lost is offered as it was before the votes, once", () => {
  const submit = { kind: "submit", op: 2, prompt: "city", text: "Trams at night.", language: "en" } as const;
  const counted = withCounted(holding({ tram: agree(3, RECEIPT) }), submit, { receipt: RECEIPT, statement: "night" });
  const there = { id: "night", prompt: "city", text: "Trams at night.", standing: "waiting", reason: "", because: null } as const;

  expect(offered(counted, you())).toMatchObject([{ ...submit, receipt: RECEIPT }, { kind: "vote" }]);
  expect(offered(counted, { ...you([server("tram", 3)]), statements: [there] })).toEqual([]);
  expect(offered(reduce(counted, you()), you([server("tram", 3)]))).toHaveLength(1);
});

test("what is offered again and on its way is not sent twice", async () => {
  const sent: ParticipantRequest[] = [];
  const outbox = openOutbox({
    identity: identityIn("MIL25"),
    store: Promise.resolve(inMemory()),
    send: (request) => sent.push(request) > 0,
    hasJoined: () => true,
    onItems: () => undefined,
    onCounted: () => undefined,
  });
  outbox.onWelcome(0);
  const again = { kind: "submit", op: 2, prompt: "city", text: "Trams at night.", language: "en", receipt: RECEIPT } as const;
  outbox.ask(again);
  outbox.ask(again);
  await new Promise((resolve) => setTimeout(resolve));

  expect(sent).toEqual([again]);
});

test("a receipt is kept with its vote, also when the server says what it holds", () => {
  const counted = withCounted(empty, { kind: "vote", op: 3, statement: "tram", choice: "agree" }, { receipt: RECEIPT });
  const told = reduce(counted, you([{ statement: "tram", choice: "agree", reason: null, op: 3 }]));

  expect(told.you.votes.get("tram")).toEqual(agree(3, RECEIPT));
});

test("a later word that is on its way is not replaced by what is offered", async () => {
  const sent: ParticipantRequest[] = [];
  const outbox = openOutbox({
    identity: identityIn("MIL25"),
    store: Promise.resolve(inMemory()),
    send: (request) => sent.push(request) > 0,
    hasJoined: () => true,
    onItems: () => undefined,
    onCounted: () => undefined,
  });
  outbox.onWelcome(0);
  outbox.ask({ kind: "vote", statement: "tram", choice: "disagree" });
  outbox.ask({ kind: "vote", statement: "tram", choice: "agree", op: 1, receipt: RECEIPT });
  await new Promise((resolve) => setTimeout(resolve));

  expect(sent.map((request) => request.kind === "vote" && request.choice)).toEqual(["disagree"]);
});
