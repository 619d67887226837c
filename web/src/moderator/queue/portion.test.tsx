import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { answerNothing, type AtDesk, openAtDesk, prompt, waiting } from "../at-desk";

let desk: AtDesk;

const WAITING = 60;

beforeEach(() => {
  answerNothing();
  const many = (from: number, standing: "waiting" | "shown") =>
    Array.from({ length: WAITING }, (_, index) => waiting(from + index, { standing, text: `Number ${from + index}` }));
  desk = openAtDesk([prompt(1)], [...many(1, "waiting"), ...many(1001, "shown")]);
});
afterEach(() => {
  desk.leave();
  vi.unstubAllGlobals();
});

const listed = () => [...desk.page.querySelectorAll(".waiting__text")].map(({ textContent }) => textContent);
const current = () => desk.page.querySelector(".waiting[aria-current=true] .waiting__text")?.textContent;

test("of a long queue a part is listed, and more where it is asked for", () => {
  expect([listed().length, listed()[0]]).toEqual([50, "Number 1"]);

  desk.click("Show 10 more");
  expect(listed()).toHaveLength(WAITING);
});

test("the newest of what was decided are listed first", () => {
  desk.click(/^Shown/);

  expect([listed().length, listed()[0]]).toEqual([50, "Number 1060"]);
});

test("more is listed before the keyboard comes to the end of the part", () => {
  for (let place = 1; place < 45; place += 1) desk.press("j");

  expect([listed().length, current()]).toEqual([WAITING, "Number 45"]);
  expect(document.activeElement?.getAttribute("data-id")).toBe("s45");
}, 60_000);

test("all that waits is selected, listed or not", () => {
  act(() => desk.page.querySelector<HTMLInputElement>(".waiting input[type=checkbox]")?.click());
  desk.click("Select all");
  desk.click("Reject", desk.page.querySelector<HTMLElement>(".bulk")!);

  expect(desk.asked()).toHaveLength(WAITING);
});
