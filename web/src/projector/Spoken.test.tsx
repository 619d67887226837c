import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { leavePage, newPage, onStage, open, page, say, TOLD } from "./hall";

beforeEach(() => {
  vi.useFakeTimers();
  newPage();
});
afterEach(() => {
  leavePage();
  vi.useRealTimers();
});

test("what changes on the screen is said at most once in fifteen seconds, and nothing of it is lost", async () => {
  open(onStage("join"));
  const spoken = page.querySelector("[role='status']");
  const heard: string[] = [];
  new MutationObserver(() => heard.push(spoken?.textContent ?? "")).observe(spoken ?? page, {
    childList: true,
    characterData: true,
    subtree: true,
  });
  await vi.advanceTimersByTimeAsync(16_000);
  heard.length = 0;

  say(onStage("prompt"));
  await vi.advanceTimersByTimeAsync(1_000);
  say(onStage("map"), TOLD);
  await vi.advanceTimersByTimeAsync(1_000);
  say({ ...TOLD, frame: 3, happenings: [] });
  await vi.advanceTimersByTimeAsync(12_000);
  expect(heard).toEqual(["Prompt: How should it be governed?"]);
  await vi.advanceTimersByTimeAsync(2_000);

  expect(heard.slice(1)).toEqual(["Opinion map: How should it be governed? Group B has split from A."]);
});
