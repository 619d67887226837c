import type { Counted, ParticipantRequest, Refused } from "../wire/messages";
import type { Identity } from "./identity";
import type { RequestStore } from "./store";

/** A request on its way. A refused one stays until the page goes, so that the page can say what became of it. */
export interface Item {
  readonly request: ParticipantRequest;
  readonly state: "on-this-phone" | { readonly refused: string };
  /** Whether the store has it: until then, and where there is no store, it is known to this page alone. */
  readonly isKept: boolean;
}

type WithoutOp<Request> = Request extends ParticipantRequest ? Omit<Request, "op"> & { readonly op?: number } : never;
/** A request that has no operation number yet; or one that was counted under one, and is offered again. */
export type Ask = WithoutOp<ParticipantRequest>;

export interface Outbox {
  /** Keeps the request, sends it as soon as the link allows, and again until it is answered. */
  ask(ask: Ask): void;
  /** The link is live again; `counter` is as in `welcome`. What waits goes out, in order. */
  onWelcome(counter: number): void;
  onAnswer(answer: Counted | Refused): void;
  /** Takes back a request that has never been sent; false where it has been, or one that it replaced has. */
  withdraw(op: number): boolean;
  /** Takes a refused request off the list. */
  dismiss(op: number): void;
}

export interface OutboxOptions {
  readonly identity: Identity;
  readonly store: Promise<RequestStore>;
  readonly send: (request: ParticipantRequest) => boolean;
  /** Whether this phone has joined, as far as it knows. */
  readonly hasJoined: () => boolean;
  /** `outlivesPage`: whether what waits will still be there after a reload. */
  readonly onItems: (items: readonly Item[], outlivesPage: boolean) => void;
  readonly onCounted: (request: ParticipantRequest, answer: Counted) => void;
}

/**
 * How many requests may wait for an answer on one connection. A phone that comes back with a hundred votes sends them
 * as they are answered: the hub has other phones.
 */
const UNANSWERED_LIMIT = 8;

/** Until a phone whose joining was lost will have said it again. */
const REJOINED_WITHIN_MS = 1_000;

/** The wait for a server that finds this phone too quick. */
type Timer = ReturnType<typeof setTimeout> | undefined;

const NEVER_SENT = -1;
const NOWHERE_NOW = 0;

interface Waiting {
  readonly request: ParticipantRequest;
  /** Nothing is sent before it is kept. */
  isKept: boolean;
  /** The connection that it was last sent on, from 1. */
  sentOn: number;
  /** A page before this one has asked it. */
  readonly isFound: boolean;
}

/** Requests of this phone: kept, then sent, sent again on every connection, and forgotten once answered. */
export const openOutbox = ({ identity, store, send, hasJoined, onItems, onCounted }: OutboxOptions): Outbox => {
  let waiting: Waiting[] = [];
  const refused = new Map<number, Item>();
  /** All that was asked on this page and has no answer yet, also votes that a later one has replaced. */
  const unanswered = new Map<number, ParticipantRequest>();
  let connection = 0;
  /** Down to one after "too fast", until nothing waits any more. */
  let atOnce = UNANSWERED_LIMIT;
  let pause: Timer;
  let outlivesPage = true;

  const tell = () => {
    const items = waiting.map(({ request, isKept }): Item => ({ request, state: "on-this-phone", isKept }));
    onItems([...items, ...refused.values()], outlivesPage);
  };

  const sendWhatWaits = () => {
    if (pause !== undefined) return;
    if (waiting.length === 0) atOnce = UNANSWERED_LIMIT;
    let underway = waiting.filter((one) => one.sentOn === connection).length;
    for (const one of waiting) {
      if (one.sentOn === connection) continue;
      if (!one.isKept || underway >= atOnce || !send(one.request)) return;
      one.sentOn = connection;
      underway += 1;
    }
  };

  const keep = async (one: Waiting, instead: number | undefined) => {
    try {
      await (await store).put(one.request, instead);
    } catch {
      outlivesPage = false; // the disk is full; better sent from memory than not at all
    }
    one.isKept = true;
    tell();
    sendWhatWaits();
  };

  const ask = (ask: Ask) => {
    // It is on its way again already; and a later word on the same statement says more than one that was counted before.
    if (ask.op !== undefined && waiting.some(({ request }) => request.op === ask.op || isSameVote(request, ask))) return;
    const request: ParticipantRequest = { ...ask, op: ask.op ?? identity.nextOperation() };
    const one: Waiting = { request, isKept: false, sentOn: NEVER_SENT, isFound: false };
    const replaced = waiting.find((other) => isSameVote(other.request, request));
    waiting = joinFirst([...waiting.filter((other) => other !== replaced), one]);
    unanswered.set(request.op, request);
    for (const [op, other] of refused) if (isSameVote(other.request, request)) refused.delete(op);
    tell();
    void keep(one, replaced?.request.op);
  };

  const onAnswer = (answer: Counted | Refused) => {
    const request = unanswered.get(answer.op);
    if (request === undefined) return;
    const again_ms = againIn(answer);
    if (again_ms != null) return sendAgainIn(again_ms, answer.op);
    unanswered.delete(answer.op);
    const held = waiting.length;
    waiting = waiting.filter((one) => one.request.op !== answer.op);
    if (waiting.length < held) void store.then((kept) => kept.remove(answer.op)).catch(() => undefined);
    if (answer.kind === "counted") onCounted(request, answer);
    else if (waiting.length < held) refused.set(answer.op, { request, state: { refused: answer.code }, isKept: false });
    tell();
    sendWhatWaits();
  };

  /** A server that has lost everything does not know yet that this phone had joined: it says so again before long. */
  const againIn = (answer: Counted | Refused): number | null | undefined =>
    answer.kind === "counted"
      ? null
      : answer.code === "not-joined" && (hasJoined() || waiting.some(({ request }) => request.kind === "join"))
        ? REJOINED_WITHIN_MS
        : answer.again_ms;

  /** The server has not looked at it: it goes on waiting here, and is sent again with all others, one at a time. */
  const sendAgainIn = (again_ms: number, op: number) => {
    for (const one of waiting) if (one.request.op === op) one.sentOn = NOWHERE_NOW;
    atOnce = 1;
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = undefined;
      sendWhatWaits();
    }, again_ms);
  };

  const takeUp = async () => {
    const kept = await store;
    outlivesPage = kept.outlivesPage;
    const left = await kept.all();
    const known = new Set(waiting.map((one) => one.request.op));
    const found = left.filter((request) => !known.has(request.op));
    identity.goAbove(found.reduce((most, request) => Math.max(most, request.op), 0));
    for (const request of found) unanswered.set(request.op, request);
    const before = found.map((request) => ({ request, isKept: true, sentOn: NEVER_SENT, isFound: true }));
    waiting = joinFirst([...before, ...waiting]);
    tell();
    sendWhatWaits();
  };
  takeUp().catch(() => undefined);

  return {
    ask,
    onAnswer,
    onWelcome(counter) {
      identity.goAbove(counter);
      connection += 1;
      sendWhatWaits();
    },
    withdraw(op) {
      const one = waiting.find(({ request }) => request.op === op);
      // One found in the store may have been sent by the page that put it there.
      if (one === undefined || one.sentOn !== NEVER_SENT || one.isFound) return false;
      waiting = waiting.filter((other) => other !== one);
      unanswered.delete(op);
      const isUnheard = ![...unanswered.values()].some((other) => isSameVote(other, one.request));
      void store.then((kept) => kept.remove(op)).catch(() => undefined);
      tell();
      return isUnheard;
    },
    dismiss(op) {
      refused.delete(op);
      tell();
    },
  };
};

/** Nothing of somebody who has not joined counts: behind votes that wait for it, a join would wait for them. */
const joinFirst = (all: readonly Waiting[]): Waiting[] =>
  [true, false].flatMap((isJoin) => all.filter(({ request }) => (request.kind === "join") === isJoin));

/** Whether both speak of the owner's vote on one statement, be it to take it back. */
const isSameVote = (one: ParticipantRequest, other: Ask): boolean =>
  "statement" in one && "statement" in other && one.statement === other.statement;
