import { render } from "preact";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { announce, Announcer, answer } from "./Announcer";

const root = document.createElement("div");
const pass = (time_ms: number) => vi.advanceTimersByTimeAsync(time_ms);
const said = () => root.querySelector("[role=status]")?.textContent;

beforeAll(() => void vi.useFakeTimers());
beforeEach(async () => {
  render(<Announcer />, root);
  await pass(60_000);
});
afterAll(() => void vi.useRealTimers());

test("news is said at once where it was quiet, then at most every 15 seconds, the latest only", async () => {
  announce("one");
  announce("two");
  announce("three");
  await pass(0);
  expect(said()).toBe("one");

  await pass(14_999);
  expect(said()).toBe("one");
  await pass(1);
  expect(said()).toBe("three");
});

test("an answer to what the person did keeps the same pace, and comes before what happened by itself", async () => {
  announce("one");
  announce("two");
  answer("39 characters left");
  answer("sent");
  await pass(14_999);
  expect(said()).toBe("one");

  await pass(1);
  expect(said()).toBe("sent");
  await pass(15_000);
  expect(said()).toBe("two");
});

test("whatever is said, and however often, two announcements are never closer than 15 seconds", async () => {
  const heard: number[] = [];
  let last = said();
  for (let second = 0; second < 300; second++) {
    if (second % 2 === 0) announce(`news ${second}`);
    if (second % 7 === 0) answer(`answer ${second}`);
    await pass(0);
    if (said() !== last) heard.push(second);
    last = said();
    await pass(1_000);
  }

  expect(heard.length).toBeGreaterThan(18);
  for (let i = 1; i < heard.length; i++) expect((heard[i] ?? 0) - (heard[i - 1] ?? 0)).toBeGreaterThanOrEqual(15);
});

test("the same words twice are heard twice", async () => {
  answer("sent");
  await pass(0);
  const first = said();

  answer("sent");
  await pass(15_000);

  expect(said()).not.toBe(first);
  expect(said()?.trim()).toBe("sent");
});
