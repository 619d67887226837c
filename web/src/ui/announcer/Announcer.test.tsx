import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { announce, Announcer, answer } from "./Announcer";

const root = document.createElement("div");
const pass = (time_ms: number) => vi.advanceTimersByTimeAsync(time_ms);
const said = () => root.querySelector("[role=status]")?.textContent;

beforeEach(async () => {
  vi.useFakeTimers();
  render(<Announcer />, root);
  await pass(60_000);
});
afterEach(() => vi.useRealTimers());

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

test("an answer to what the person did is said at once", async () => {
  announce("one");

  answer("sent");
  await pass(0);

  expect(said()).toBe("sent");
});

test("the same words twice are heard twice", async () => {
  answer("sent");
  await pass(0);
  const first = said();

  answer("sent");
  await pass(0);

  expect(said()).not.toBe(first);
  expect(said()?.trim()).toBe("sent");
});
