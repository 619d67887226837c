import { fireEvent, getByRole, queryByText } from "@testing-library/dom";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { answerNothing, type AtDesk, openAtDesk, prompt, waiting } from "../at-desk";

let desk: AtDesk;

const WAITING = 9;

beforeEach(() => {
  localStorage.clear();
  answerNothing();
  desk = openAtDesk(
    [prompt(1)],
    [
      ...Array.from({ length: WAITING }, (_, index) => waiting(index + 1)),
      waiting(41, { text: "ควรมีรถเมล์ทั้งคืน", language: "th", standing: "shown" }),
      waiting(42, {
        text: "Trams all night",
        standing: "shown",
        translations: [{ language: "hi", text: "रात भर ट्राम", version: 1, by_service: false }],
      }),
    ],
  );
});
afterEach(() => {
  desk.leave();
  vi.unstubAllGlobals();
});

const finder = () => getByRole(desk.page, "searchbox", { name: "Find a statement" });
const find = (words: string) => act(() => void fireEvent.input(finder(), { target: { value: words } }));
const listed = () => [...desk.page.querySelectorAll(".waiting__text")].map(({ textContent }) => textContent);
const status = () => desk.page.querySelector(".queue__find [role=status]")?.textContent;

test("a statement is found by part of it, in its own script or in a translation", () => {
  desk.click(/^Shown/);
  find("รถเมล์");
  expect([listed(), status()]).toEqual([["ควรมีรถเมล์ทั้งคืน"], "1 statement found"]);

  find("ट्राम");
  expect(listed()).toEqual(["Trams all night"]);

  find("#41");
  expect(listed()).toEqual(["ควรมีรถเมล์ทั้งคืน"]);
});

test("the count on every tab is of what was found", () => {
  find("trams");

  expect(getByRole(desk.page, "button", { name: "Shown 1" })).toBeTruthy();
  expect(getByRole(desk.page, "button", { name: "Waiting 0" })).toBeTruthy();
  expect([listed(), status()]).toEqual([[], "1 statement found"]);
  expect(queryByText(desk.page, /Nothing is waiting/)).toBeNull();
});

test("a key leads to the field, and Escape back to everything", () => {
  desk.press("/");
  expect(document.activeElement).toBe(finder());

  find("trams");
  act(() => void fireEvent.keyDown(finder(), { key: "Escape" }));

  expect(document.activeElement).not.toBe(finder());
  expect(listed()).toHaveLength(WAITING);
});

test("what is decided by key while searching is what was found", () => {
  find("number 7");
  desk.press("s");

  expect(desk.asked()).toEqual([{ kind: "show", op: 1, statement: "s7" }]);
});

test("a queue of nine is decided by nine keys, each on the next one", () => {
  for (let place = 0; place < WAITING; place += 1) {
    desk.press(place % 3 === 2 ? "2" : "s");
    const asked = desk.asked().at(-1);
    const decided = asked !== undefined && "statement" in asked ? asked.statement : undefined;
    desk.done();
    desk.says({
      kind: "changed",
      place: { epoch: "e", number: place + 2 },
      statements: [waiting(place + 1, { standing: place % 3 === 2 ? "rejected" : "shown", decisions: 1 })],
    });
    expect(decided).toBe(`s${place + 1}`);
  }

  expect(desk.asked()).toHaveLength(WAITING);
  expect(listed()).toEqual([]);
});
