import { beforeEach, expect, test, vi } from "vitest";

import { identityIn } from "./identity";

beforeEach(() => localStorage.clear());

test("a browser has one key and one device in an event, and others in another event", () => {
  const first = identityIn("MIL25");

  expect(identityIn("MIL25")).toMatchObject({ key: first.key, device: first.device });
  expect(identityIn("MIL26").key).not.toBe(first.key);
  expect(first.key).toMatch(/^[0-9a-f]{32}$/);
});

test("operations are counted on, over reloads and tabs", () => {
  const tab = identityIn("MIL25");
  const otherTab = identityIn("MIL25");

  expect([tab.nextOperation(), otherTab.nextOperation(), tab.nextOperation()]).toEqual([1, 2, 3]);
});

test("operations go above what the participant has used elsewhere, and never back", () => {
  const identity = identityIn("MIL25");

  identity.goAbove(17);
  identity.goAbove(3);

  expect(identity.nextOperation()).toBe(18);
});

test("where storage is blocked the identity lasts as long as the page", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("blocked", "QuotaExceededError");
  });
  const identity = identityIn("MIL25");

  expect([identity.nextOperation(), identity.nextOperation()]).toEqual([1, 2]);
});
