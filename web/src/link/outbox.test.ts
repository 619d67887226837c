import { beforeEach, describe, expect, test, vi } from "vitest";

import type { ParticipantRequest } from "../wire/messages";
import { identityIn } from "./identity";
import { type Ask, type Item, openOutbox } from "./outbox";
import { inMemory, type RequestStore } from "./store";

const vote = (statement: string, choice: "agree" | "disagree" | "pass" = "agree"): Ask => ({
  kind: "vote",
  statement,
  choice,
});
const counted = (op: number) => ({ kind: "counted", op }) as const;
const refused = (op: number, code: string) => ({ kind: "refused", op, code }) as const;
const settled = () => vi.waitFor(() => Promise.resolve());

/** An outbox on a phone, with what it told the page and the server. */
const phone = (store: RequestStore = inMemory()) => {
  const seen = {
    joined: false,
    live: false,
    sent: [] as ParticipantRequest[],
    items: [] as readonly Item[],
    outlivesPage: undefined as boolean | undefined,
    counted: [] as ParticipantRequest[],
  };
  const outbox = openOutbox({
    identity: identityIn("MIL25"),
    store: Promise.resolve(store),
    send: (request) => {
      if (seen.live) seen.sent.push(request);
      return seen.live;
    },
    hasJoined: () => seen.joined,
    onItems: (items, outlivesPage) => {
      seen.items = items;
      seen.outlivesPage = outlivesPage;
    },
    onCounted: (request) => seen.counted.push(request),
  });
  const connect = (counter = 0) => {
    seen.live = true;
    seen.sent.length = 0;
    outbox.onWelcome(counter);
  };
  const sentOps = () => seen.sent.map((request) => request.op);
  return { outbox, seen, connect, sentOps };
};

beforeEach(() => localStorage.clear());

test("a request is sent only once it is kept", async () => {
  const store = inMemory();
  let keep = (): void => undefined;
  store.put = () => new Promise((resolve) => (keep = resolve));
  const { outbox, seen, connect, sentOps } = phone(store);
  connect();

  outbox.ask(vote("s1"));
  await settled();
  expect(seen.items).toEqual([{ request: { ...vote("s1"), op: 1 }, state: "on-this-phone", isKept: false }]);
  expect(sentOps()).toEqual([]);

  keep();
  await settled();
  expect(sentOps()).toEqual([1]);
  expect(seen.items[0]?.isKept).toBe(true);
});

test("what has never been sent can be taken back, and nothing else can", async () => {
  const store = inMemory();
  const { outbox, seen, connect, sentOps } = phone(store);
  outbox.ask(vote("s1"));
  await settled();
  expect(outbox.withdraw(1)).toBe(true);
  expect(outbox.withdraw(1)).toBe(false);
  connect();
  outbox.ask(vote("s2"));
  await settled();

  expect(outbox.withdraw(2)).toBe(false);

  expect(sentOps()).toEqual([2]);
  expect(seen.items.map((item) => item.request.op)).toEqual([2]);
  expect((await store.all()).map((request) => request.op)).toEqual([2]);
});

test("what an earlier page has asked is not taken back: it may have been sent", async () => {
  const store = inMemory();
  await store.put({ ...vote("s1"), op: 4 });
  const { outbox } = phone(store);
  await settled();

  expect(outbox.withdraw(4)).toBe(false);
});

test("what is counted is forgotten, and the page hears of it", async () => {
  const store = inMemory();
  const { outbox, seen, connect } = phone(store);
  connect();
  outbox.ask(vote("s1"));
  await settled();

  outbox.onAnswer(counted(1));
  await settled();

  expect(seen.items).toEqual([]);
  expect(seen.counted).toEqual([{ ...vote("s1"), op: 1 }]);
  expect(await store.all()).toEqual([]);
});

test("what is refused leaves the store, and stays on the list with its code until dismissed", async () => {
  const store = inMemory();
  const { outbox, seen, connect } = phone(store);
  connect();
  outbox.ask(vote("s1"));
  await settled();

  outbox.onAnswer(refused(1, "prompt-not-open"));
  await settled();
  expect(seen.items).toEqual([{ request: { ...vote("s1"), op: 1 }, state: { refused: "prompt-not-open" }, isKept: false }]);
  expect(seen.counted).toEqual([]);
  expect(await store.all()).toEqual([]);

  outbox.dismiss(1);
  expect(seen.items).toEqual([]);
});

test("a vote that a server without our joining refuses waits until we have joined again", async () => {
  vi.useFakeTimers();
  const { outbox, seen, connect, sentOps } = phone();
  seen.joined = true;
  connect();
  outbox.ask(vote("s1"));
  await vi.advanceTimersByTimeAsync(0);
  outbox.onAnswer(refused(1, "not-joined"));
  seen.joined = false;
  outbox.ask({ kind: "join", mode: "remote", language: "en" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sentOps()).toEqual([1, 2]);

  outbox.onAnswer(counted(2));
  expect(sentOps()).toEqual([1, 2, 1]);
  outbox.onAnswer(counted(1));
  expect(seen.counted.map((request) => request.op)).toEqual([2, 1]);
  expect(seen.items).toEqual([]);
  vi.useRealTimers();
});

test("a join that an earlier page left behind many votes goes first", async () => {
  const store = inMemory();
  for (let op = 1; op <= 20; op++) await store.put({ kind: "vote", op, statement: `s${op}`, choice: "agree" });
  await store.put({ kind: "join", op: 21, mode: "remote", language: "en" });
  const { connect, sentOps } = phone(store);
  await settled();
  connect();
  expect(sentOps()[0]).toBe(21);
});

test("a vote of somebody who never joined is refused", async () => {
  const { outbox, seen, connect } = phone();
  connect();
  outbox.ask(vote("s1"));
  await settled();
  outbox.onAnswer(refused(1, "not-joined"));
  expect(seen.items.map((item) => item.state)).toEqual([{ refused: "not-joined" }]);
});

test("what comes too fast stays on the phone and is sent again after the wait, one at a time", async () => {
  vi.useFakeTimers();
  const { outbox, seen, connect, sentOps } = phone();
  connect();
  for (const statement of ["s1", "s2", "s3"]) outbox.ask(vote(statement));
  await vi.advanceTimersByTimeAsync(0);
  expect(sentOps()).toEqual([1, 2, 3]);

  outbox.onAnswer(counted(1));
  outbox.onAnswer({ kind: "refused", op: 2, code: "too-fast", again_ms: 200 });
  outbox.onAnswer({ kind: "refused", op: 3, code: "too-fast", again_ms: 400 });
  expect(seen.items.map((item) => item.state)).toEqual(["on-this-phone", "on-this-phone"]);
  await vi.advanceTimersByTimeAsync(399);
  expect(sentOps()).toEqual([1, 2, 3]);
  await vi.advanceTimersByTimeAsync(1);
  expect(sentOps()).toEqual([1, 2, 3, 2]);
  expect(outbox.withdraw(3)).toBe(false);

  outbox.onAnswer(counted(2));
  expect(sentOps()).toEqual([1, 2, 3, 2, 3]);
  outbox.onAnswer(counted(3));
  expect(seen.counted.map((request) => request.op)).toEqual([1, 2, 3]);
  vi.useRealTimers();
});

test("every connection is sent all that waits, in order, with the same operations", async () => {
  const { outbox, connect, sentOps } = phone();
  outbox.ask({ kind: "join", mode: "remote", language: "en" });
  outbox.ask(vote("s1"));
  await settled();

  connect();
  expect(sentOps()).toEqual([1, 2]);
  outbox.onAnswer(counted(1));
  connect();
  expect(sentOps()).toEqual([2]);
});

test("what an earlier page left is sent, before what this one asks", async () => {
  const store = inMemory();
  await store.put({ kind: "vote", op: 4, statement: "s1", choice: "pass" });
  const { outbox, seen, connect, sentOps } = phone(store);
  await settled();

  outbox.ask(vote("s2"));
  connect();
  await settled();

  expect(sentOps()).toEqual([4, 5]);
  outbox.onAnswer(counted(4));
  expect(seen.counted).toEqual([{ kind: "vote", op: 4, statement: "s1", choice: "pass" }]);
});

test("operations go on above what the server has seen of this participant", async () => {
  const { outbox, connect, sentOps } = phone();
  connect(17);

  outbox.ask(vote("s1"));
  await settled();

  expect(sentOps()).toEqual([18]);
});

test("a vote replaces a waiting one on the same statement", async () => {
  const store = inMemory();
  const { outbox, connect, seen } = phone(store);
  outbox.ask(vote("s1", "agree"));
  outbox.ask(vote("s2", "agree"));
  outbox.ask(vote("s1", "disagree"));
  await settled();
  connect();

  expect(seen.sent).toEqual([
    { ...vote("s2", "agree"), op: 2 },
    { ...vote("s1", "disagree"), op: 3 },
  ]);
  expect(await store.all()).toEqual(seen.sent);
});

test("a replaced vote that was on its way still counts, should the later one be refused", async () => {
  const { outbox, connect, seen } = phone();
  connect();
  outbox.ask(vote("s1", "agree"));
  await settled();
  outbox.ask(vote("s1", "disagree"));
  await settled();

  outbox.onAnswer(counted(1));
  outbox.onAnswer(refused(2, "prompt-not-open"));

  expect(seen.counted).toEqual([{ ...vote("s1", "agree"), op: 1 }]);
});

test("a new vote clears the refusal of the one before", async () => {
  const { outbox, connect, seen } = phone();
  connect();
  outbox.ask(vote("s1"));
  await settled();
  outbox.onAnswer(refused(1, "voting-off"));

  outbox.ask(vote("s1"));

  expect(seen.items).toEqual([{ request: { ...vote("s1"), op: 2 }, state: "on-this-phone", isKept: false }]);
});

test("a phone with much to say waits for answers in between", async () => {
  const { outbox, connect, sentOps } = phone();
  for (let i = 1; i <= 20; i++) outbox.ask(vote(`s${i}`));
  await settled();

  connect();
  expect(sentOps()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  outbox.onAnswer(counted(1));
  expect(sentOps()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("an answer to something that this page never asked is no matter", () => {
  const { outbox, seen } = phone();

  outbox.onAnswer(counted(9));

  expect(seen.counted).toEqual([]);
});

describe("the page is told whether waiting requests outlive it", () => {
  test("they do in a store that does", async () => {
    const { seen } = phone({ ...inMemory(), outlivesPage: true });
    await settled();

    expect(seen.outlivesPage).toBe(true);
  });

  test("they do not where the store fails, and are sent all the same", async () => {
    const full: RequestStore = { ...inMemory(), outlivesPage: true, put: () => Promise.reject(new Error("full")) };
    const { outbox, seen, connect, sentOps } = phone(full);
    connect();

    outbox.ask(vote("s1"));
    await settled();

    expect(seen.outlivesPage).toBe(false);
    expect(sentOps()).toEqual([1]);
  });
});
