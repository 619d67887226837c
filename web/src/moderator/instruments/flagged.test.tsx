import { getByRole } from "@testing-library/dom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { WholeMap } from "../../wire/messages";
import { type AtDesk, openAtDesk, prompt, waiting } from "../at-desk";
import type { Compared } from "../keeping/asking";

let desk: AtDesk;
const MAP: WholeMap = {
  kind: "map",
  prompt: "p1",
  frame: 1,
  at: 0,
  votes: 30,
  dots: { places: new Uint8Array(4), groups: Uint8Array.of(255) },
  brigades: [{ people: 8, votes: 12, is_identical: true }],
};
const COMPARED: Compared = {
  prompt: "p1",
  flagged: 8,
  too_few: false,
  whole: { people: 48, votes: 400, groups: { A: 28, B: 20 }, common_ground: 3, fault_lines: 1 },
  rest: { people: 40, votes: 304, groups: { A: 20, B: 20 }, common_ground: 2, fault_lines: 2 },
  moved: [{ statement: "s1", whole: 0.71, rest: 0.64 }],
};
let answered: () => Response;

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("fetch", (address: string, { method = "GET" } = {}) =>
    Promise.resolve(
      address.endsWith("/without-flagged") && method === "POST" ? answered() : new Response("[]", { status: 404 }),
    ),
  );
  desk = openAtDesk([prompt(1)], [waiting(1, { standing: "shown" })]);
  desk.says(MAP);
});
afterEach(() => {
  desk.leave();
  vi.unstubAllGlobals();
});

const count = async () => {
  desk.click("Count again without them");
  await vi.waitFor(() => getByRole(desk.page, "button", { name: "Count again without them" }));
};
const rows = () =>
  [...desk.page.querySelectorAll(".flagged tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));

test("one click shows both figures side by side", async () => {
  answered = () => new Response(JSON.stringify([COMPARED]));
  await count();

  expect(desk.page.querySelector(".flagged caption")?.textContent).toBe("Prompt 1: 8 ballots look alike.");
  expect(rows()).toEqual([
    ["People", "48", "40"],
    ["Votes", "400", "304"],
    ["Opinion groups", "A 28 · B 20", "A 20 · B 20"],
    ["Common ground", "3", "2"],
    ["Fault lines", "1", "2"],
    ["Agree: Statement number 1.", "71%", "64%"],
  ]);
});

test("so few that the difference would tell on them are not counted without", async () => {
  answered = () => new Response(JSON.stringify([{ ...COMPARED, flagged: 3, too_few: true, rest: null, moved: [] }]));
  await count();

  expect(desk.page.textContent).toContain("They are too few to count without");
  expect(rows()).toEqual([]);
});

test("where it cannot be counted now, it says so and can be tried again", async () => {
  answered = () => new Response("{}", { status: 409 });
  await count();
  expect(desk.page.textContent).toContain("It could not be counted again just now.");

  answered = () => new Response(JSON.stringify([COMPARED]));
  await count();
  expect(rows()).toHaveLength(6);
});
