import { waitFor } from "@testing-library/dom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { isolated } from "../text/isolated";
import { changed, newBrowser, openLive, type Page, PROMPT, snapshot } from "./hall";

let page: Page;
const said = () => page.root.querySelector("[role=status]")?.textContent?.trim();

beforeEach(newBrowser);
afterEach(() => {
  page.leave();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("what happens by itself is said aloud: prompts that open and close, a link that is away for long", async () => {
  page = await openLive(snapshot([], []));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });

  page.says(changed(2, { prompts: [PROMPT] }));
  await vi.advanceTimersByTimeAsync(100);
  expect(said()).toBe(`A prompt has opened: ${isolated(PROMPT.text)}`);

  page.says(changed(3, { prompts: [{ ...PROMPT, phase: "closed" }] }));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said()).toBe(`A prompt has opened: ${isolated(PROMPT.text)}`); // one thing at a time
  await vi.advanceTimersByTimeAsync(5_000);
  expect(said()).toBe(`The prompt has closed: ${isolated(PROMPT.text)}`);

  await vi.advanceTimersByTimeAsync(15_000);
  page.says({ kind: "pong", now: 0 });
  page.server().end(1006);
  await vi.advanceTimersByTimeAsync(4_900);
  expect(said()).toBe(`The prompt has closed: ${isolated(PROMPT.text)}`);
  await vi.advanceTimersByTimeAsync(200);
  expect(said()).toBe("Reconnecting. What you do is kept on this phone.");

  await vi.advanceTimersByTimeAsync(20_000);
  page.server().welcome();
  await vi.advanceTimersByTimeAsync(15_000);
  await waitFor(() => expect(said()).toBe("Live again."));
});

test("a prompt that opens as another closes does not displace the word of that, nor is it displaced", async () => {
  page = await openLive(snapshot([PROMPT], []));
  const afterAllElse = Date.now() + 3_600_000;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: afterAllElse });

  const next = { ...PROMPT, id: "p2", number: 2, text: "What first?" };
  page.says(changed(2, { prompts: [{ ...PROMPT, phase: "closed" }] }), changed(3, { prompts: [next] }));
  page.says(changed(4, { prompts: [{ ...next, phase: "closed" }, { ...next, id: "p3", text: "And then?" }] }));
  await vi.advanceTimersByTimeAsync(30_000);

  expect(said()).toBe("The prompt has closed: \u2068What first?\u2069 A prompt has opened: \u2068And then?\u2069");
});
