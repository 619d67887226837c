import { getByRole, queryByRole } from "@testing-library/dom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { answerNothing, type AtDesk, openAtDesk, prompt, waiting } from "../at-desk";

let desk: AtDesk;

beforeEach(() => {
  localStorage.clear();
  answerNothing();
  desk = openAtDesk(
    [prompt(1, { phase: "draft" }), prompt(2)],
    [
      waiting(1, { origin: "seed", standing: "shown", text: "Trams al night" }),
      waiting(2, { origin: "seed", standing: "shown", prompt: "p2" }),
    ],
  );
  desk.click(/^Shown/);
});
afterEach(() => {
  desk.leave();
  vi.unstubAllGlobals();
});

const item = (words: string) =>
  [...desk.page.querySelectorAll<HTMLElement>("#queue .waiting")].find((one) => one.textContent?.includes(words)) as HTMLElement;

test("a typo in a seed is mended before its prompt opens, and not afterwards", () => {
  expect(queryByRole(item("Statement number 2."), "button", { name: "Mend" })).toBeNull();
  desk.click("Mend", item("Trams al night"));
  desk.write(/Participants have not seen it yet/, "Trams all night");
  desk.click("Save", item("Trams al night"));

  expect(desk.asked()).toEqual([{ kind: "reword-statement", op: 1, statement: "s1", text: "Trams all night" }]);
  desk.done();
  expect(queryByRole(desk.page, "textbox", { name: /Participants have not seen/ })).toBeNull();
  expect(getByRole(item("Trams al night"), "button", { name: "Mend" })).toBeTruthy();
});
