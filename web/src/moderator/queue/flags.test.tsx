import { afterEach, expect, test } from "vitest";

import en from "../../text/flags.en.json";
import { type AtDesk, openAtDesk, prompt, waiting } from "../at-desk";

let desk: AtDesk;
afterEach(() => desk.leave());

const card = (id: string) => desk.page.querySelector(`.waiting[data-id="${id}"]`);
const badges = (id: string) => [...(card(id)?.querySelectorAll(".flags li") ?? [])].map((badge) => badge.textContent);

test("a statement that waits wears what it is flagged for, and can be shown all the same", () => {
  desk = openAtDesk([prompt(1)], [waiting(1, { flags: ["link", "office"] }), waiting(2)]);

  expect(badges("s1")).toEqual(["Link", "Speaks as an office"]);
  expect(card("s1")?.getAttribute("aria-describedby")).toBe(card("s1")?.querySelector(".flags")?.id);
  expect(badges("s2")).toEqual([]);
  expect(card("s2")?.querySelector(".flags")).toBeNull();

  desk.click("Show", card("s1") as HTMLElement);
  expect(desk.asked()).toMatchObject([{ kind: "show", statement: "s1" }]);
});

test("every flag has its words", () => {
  desk = openAtDesk([prompt(1)], [waiting(1, { flags: ["link", "email", "phone", "profanity", "office", "listed"] })]);

  expect(badges("s1")).toEqual(Object.entries(en).flatMap(([key, words]) => (key.startsWith("flag.") ? [words] : [])));
});
