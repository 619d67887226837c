import "fake-indexeddb/auto";

import { describe, expect, test, vi } from "vitest";

import type { ParticipantRequest } from "../wire/messages";
import { inMemory, openRequestStore } from "./store";

const vote = (op: number, statement = "s1"): ParticipantRequest => ({ kind: "vote", op, statement, choice: "agree" });

let phones = 0;
const nextPhone = () => `phone-${phones++}`;

describe.each([
  ["memory", async () => inMemory()],
  ["IndexedDB", () => openRequestStore("MIL25", nextPhone())],
])("a store in %s", (_, open) => {
  test("gives back what was put, in the order of operations", async () => {
    const store = await open();

    await store.put(vote(10));
    await store.put(vote(9));
    await store.put(vote(100));

    expect(await store.all()).toEqual([vote(9), vote(10), vote(100)]);
  });

  test("puts a request instead of another", async () => {
    const store = await open();
    await store.put(vote(1));

    await store.put(vote(2), 1);

    expect(await store.all()).toEqual([vote(2)]);
  });

  test("forgets what is removed, and forgetting it twice is no error", async () => {
    const store = await open();
    await store.put(vote(1));

    await store.remove(1);
    await store.remove(1);

    expect(await store.all()).toEqual([]);
  });
});

test("what is in IndexedDB outlives the page; other devices and events are kept apart", async () => {
  const device = nextPhone();
  await (await openRequestStore("MIL25", device)).put(vote(1));
  const again = await openRequestStore("MIL25", device);

  expect(again.outlivesPage).toBe(true);
  expect(await again.all()).toEqual([vote(1)]);
  expect(await (await openRequestStore("MIL25", nextPhone())).all()).toEqual([]);
  expect(await (await openRequestStore("MIL26", device)).all()).toEqual([]);
});

test("where IndexedDB is blocked the store is in memory and says so", async () => {
  vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("blocked", "SecurityError");
  });

  expect((await openRequestStore("MIL25", nextPhone())).outlivesPage).toBe(false);
});
