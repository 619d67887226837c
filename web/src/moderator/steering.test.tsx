import { getAllByRole, getByLabelText, getByRole, queryByText, within } from "@testing-library/dom";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { AN_EVENT } from "../view/examples";
import { answerNothing, type AtDesk, openAtDesk, prompt, waiting } from "./at-desk";

let desk: AtDesk;

beforeEach(() => {
  answerNothing();
  localStorage.clear();
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  desk.leave();
  vi.useRealTimers();
});

const colleague = (statement?: string) => ({
  kind: "pulse" as const,
  now: 1_000_000,
  joined: 0,
  votes: 0,
  desk: { moderators: [{ device: "other", name: "Amina", colour: 1, ...(statement && { statement }) }] },
});

test("a prompt closes in ten minutes, of which the last three are for voting alone", () => {
  desk = openAtDesk([prompt(1)], []);
  desk.click("10 min");

  expect(desk.asked()).toEqual([
    { kind: "plan-prompt", prompt: "p1", submit_closes_ms: 1_420_000, closes_ms: 1_600_000, op: 1 },
  ]);
});

test("a close that is planned counts down and can be put off", () => {
  const plan = { opens_ms: null, submit_closes_ms: null, closes_ms: 1_065_000 };
  desk = openAtDesk([prompt(1, { plan })], []);
  expect(queryByText(desk.page, "Closes in 1:05")).toBeTruthy();

  desk.click("One minute longer");
  expect(desk.asked()).toEqual([{ kind: "plan-prompt", prompt: "p1", closes_ms: 1_125_000, op: 1 }]);
});

test("the key n leads to the button that closes what is open, opens the next draft and puts it on the screen", () => {
  desk = openAtDesk([prompt(1), prompt(2, { phase: "draft" }), prompt(3, { phase: "draft" })], []);
  desk.press("n");
  expect(desk.asked()).toEqual([]);
  expect(document.activeElement?.textContent).toContain("On to the next prompt");

  desk.click(/On to the next prompt/);
  expect(desk.asked()).toEqual([
    { kind: "close-prompt", prompt: "p1", op: 1 },
    { kind: "open-prompt", prompt: "p2", op: 2 },
    { kind: "set-stage", scene: "prompt", prompt: "p2", frozen: false, op: 3 },
  ]);
});

test("drafts move earlier and later, and the first has nowhere earlier to go", () => {
  desk = openAtDesk(
    [1, 2, 3].map((number) => prompt(number, { phase: "draft" })),
    [],
  );
  const [first, second] = getAllByRole(desk.page, "listitem", { name: /Prompt number/ });
  expect(within(first as HTMLElement).queryByRole("button", { name: /Earlier/ })).toBeNull();

  desk.click(/Earlier/, second);
  desk.done();
  desk.click(/Later/, first);
  desk.done();
  desk.click(/Later/, second);
  expect(desk.asked()).toEqual([
    { kind: "move-prompt", prompt: "p2", before: "p1", op: 1 },
    { kind: "move-prompt", prompt: "p1", before: "p3", op: 2 },
    { kind: "move-prompt", prompt: "p2", op: 3 },
  ]);
});

test("a programme item begins and ends, and those that are over stay in sight", () => {
  desk = openAtDesk([], []);
  desk.write("What begins now", "A panel on water");
  desk.click("Begin");
  expect(desk.asked()).toEqual([{ kind: "begin-item", title: "A panel on water", op: 1 }]);
  desk.done();

  const items = [
    { id: "i1", title: "Opening", goes_on: false },
    { id: "i2", title: "A panel on water", goes_on: true },
  ];
  desk.says({ kind: "changed", place: { epoch: "e", number: 2 }, event: { ...AN_EVENT, items } });
  const panel = within(getByRole(desk.page, "region", { name: "Programme items" }));
  expect(panel.getByText("A panel on water")).toBeTruthy();
  expect(panel.getByText(/^Over:/).textContent).toBe("Over: Opening");
  expect(getByLabelText<HTMLInputElement>(desk.page, "What begins now").value).toBe("");
  desk.click("End");

  expect(desk.asked().slice(1)).toEqual([{ kind: "end-item", item: "i2", op: 2 }]);
});

test("an announcement goes to phones and screens for five minutes", () => {
  desk = openAtDesk([], []);
  desk.write("Message to everybody", "Lunch is served.");
  desk.click("Announce");

  expect(desk.asked()).toEqual([
    { kind: "announce", text: "Lunch is served.", on_phones: true, on_screens: true, until_ms: 1_300_000, op: 1 },
  ]);
});

test("an announcement may hold the phones, and then has an end", () => {
  desk = openAtDesk([], []);
  const minutes = getByLabelText<HTMLSelectElement>(desk.page, "Shown for");
  act(() => {
    minutes.value = "0";
    minutes.dispatchEvent(new Event("change", { bubbles: true }));
  });
  act(() => getByLabelText(desk.page, "phones show nothing else").click());
  desk.click("Announce");

  expect(desk.asked()).toEqual([
    {
      kind: "announce",
      text: "Eyes on the stage, please.",
      on_phones: true,
      on_screens: true,
      until_ms: 1_300_000,
      holds_phones: true,
      op: 1,
    },
  ]);
});

test("a similar statement stands beside the one that waits, and the key m merges the two", () => {
  const shown = waiting(1, { text: "Trams should run all night.", standing: "shown" });
  desk = openAtDesk([prompt(1)], [shown, waiting(2, { text: "The trams should run at night" }), waiting(3)]);
  expect(getByRole(desk.page, "group", { name: "Says something similar" }).textContent).toContain(shown.text);

  desk.press("m");
  desk.done();
  desk.press("u");
  expect(desk.asked()).toEqual([
    { kind: "merge", statement: "s2", into: "s1", op: 1 },
    { kind: "undo", statement: "s2", decision: 1, op: 2 },
  ]);
});

test("several are shown at once, and one undo takes them all back", () => {
  desk = openAtDesk([prompt(1)], [waiting(1), waiting(2), waiting(3)]);
  desk.press("x");
  desk.press("j");
  desk.press("j");
  desk.press("x");
  const bulk = getByRole(desk.page, "group", { name: "2 selected" });
  desk.click("Show", bulk);
  desk.done();
  desk.press("u");

  expect(desk.asked()).toEqual([
    { kind: "show", statement: "s1", op: 1 },
    { kind: "show", statement: "s3", op: 2 },
    { kind: "undo", statement: "s1", decision: 1, op: 3 },
    { kind: "undo", statement: "s3", decision: 1, op: 4 },
  ]);
});

test("the key e mends a typo", () => {
  desk = openAtDesk([prompt(1)], [waiting(1)]);
  desk.press("e");
  desk.write(/Words of the statement/, "Statement number one.");
  desk.click("Save");

  expect(desk.asked()).toEqual([
    { kind: "reword-statement", statement: "s1", text: "Statement number one.", op: 1 },
  ]);
});

test("another moderator's statement says so, is passed by, and can be taken over", () => {
  desk = openAtDesk([prompt(1)], [waiting(1), waiting(2), waiting(3)]);
  desk.says(colleague("s2"));
  expect(queryByText(desk.page, "\u2068Amina\u2069 is on this")).toBeTruthy();

  desk.press("j");
  expect(desk.claims().at(-1)).toEqual({ kind: "claim", name: "", statement: "s3" });
  desk.click("Take over");
  expect(desk.claims()).toContainEqual({ kind: "claim", name: "", statement: "s2", take_over: true });
});

test("a desk that only lies open claims nothing, and one that works says again that it does", () => {
  desk = openAtDesk([prompt(1)], [waiting(1), waiting(2)]);
  expect(desk.claims()).toEqual([]);

  desk.press("j");
  const before = desk.claims().length;
  vi.advanceTimersByTime(30_000);
  expect(desk.claims()).toHaveLength(before + 1);
});

test("thirty statements are decided by keyboard, one press each, and no press is lost", () => {
  const many = Array.from({ length: 30 }, (_, place) => waiting(place + 1));
  desk = openAtDesk([prompt(1)], many);
  for (const statement of many) {
    desk.press("s");
    desk.done();
    desk.says({
      kind: "changed",
      place: { epoch: "e", number: 2 },
      statements: [{ ...statement, standing: "shown", decisions: 1 }],
    });
  }

  expect(desk.asked().map((message) => "statement" in message && message.statement)).toEqual(many.map(({ id }) => id));
}, 30_000);

test("an author is banned with a reason after a second look, listed, and let in again", () => {
  desk = openAtDesk([prompt(1)], [waiting(1), waiting(2, { origin: "seed" })]);
  desk.press("j");
  desk.press("k");
  desk.click("Ban the author");
  expect(desk.asked()).toEqual([]);
  desk.write("Reason, for the other moderators", " threatens people ");
  desk.click("Ban");
  expect(desk.asked()).toEqual([{ kind: "ban", statement: "s1", reason: "threatens people", op: 1 }]);
  expect(desk.page.querySelector("#bans")).toBeNull();

  desk.done();
  desk.says({
    kind: "changed",
    place: { epoch: "e", number: 2 },
    statements: [{ ...waiting(1), ban: "threatens people" }],
  });

  const list = desk.page.querySelector<HTMLElement>("#bans");
  expect(list?.textContent).toContain("Statement number 1.threatens people");
  desk.click("Lift the ban", list ?? desk.page);
  expect(desk.asked().at(-1)).toEqual({ kind: "lift-ban", statement: "s1", op: 2 });
});

test("the organisers' own statements have nobody to ban", () => {
  desk = openAtDesk([prompt(1)], [waiting(1, { origin: "seed" })]);
  desk.press("j");
  expect(queryByText(desk.page, "Ban the author")).toBeNull();
});
