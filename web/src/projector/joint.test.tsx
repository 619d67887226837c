import { getByText } from "@testing-library/dom";
import { afterEach, beforeEach, expect, test } from "vitest";

import { A_PROMPT } from "../view/examples";
import type { FromServer, PromptView } from "../wire/messages";
import { leavePage, MAP, newPage, open, page, pulse, say, snapshot } from "./hall";

beforeEach(newPage);
afterEach(leavePage);

const prompt = (number: number, change: Partial<PromptView> = {}): PromptView => ({
  ...A_PROMPT,
  id: `p${number}`,
  number,
  text: `Prompt of ${number}`,
  ...change,
});

const together = (...prompts: PromptView[]): FromServer =>
  ({ ...snapshot({ scene: "joint", prompt: "p1" }), prompts }) as FromServer;

const numbers = () => [...page.querySelectorAll(".prompt-line__number")].map((one) => one.textContent);

test("the maps of the prompts stand side by side, each with its own groups", () => {
  open(together(prompt(1), prompt(2)), MAP, pulse(30));
  say({ ...MAP, prompt: "p2", groups: [{ label: "A", size: 12, x: 1000, y: 1000 }] });

  const groups = [...page.querySelectorAll(".scene-joint__groups")].map((one) => one.querySelectorAll("li").length);
  expect(numbers()).toEqual(["Prompt 1", "Prompt 2"]);
  expect(groups).toEqual([2, 1]);
  expect(getByText(page, /Each prompt has groups of its own/)).not.toBeNull();
});

test("a prompt without a map says so, and a draft is not there", () => {
  open(together(prompt(1), prompt(2), prompt(3, { phase: "draft" })), MAP);

  expect(numbers()).toEqual(["Prompt 1", "Prompt 2"]);
  expect(page.querySelectorAll(".scene-joint__none")).toHaveLength(1);
});

test("of many prompts there are four: the open ones, then the latest", () => {
  const closed = { phase: "closed" } as const;
  open(together(prompt(1), prompt(2, closed), prompt(3, closed), prompt(4, closed), prompt(5), prompt(6, closed)), MAP);

  expect(numbers()).toEqual(["Prompt 1", "Prompt 4", "Prompt 5", "Prompt 6"]);
});

test("one prompt alone has the screen, and it is said that there is no other", () => {
  open(together(prompt(1)), MAP);

  expect(page.querySelector(".scene-joint__maps")?.getAttribute("data-prompts")).toBe("1");
  expect(getByText(page, "There is only one prompt so far.")).not.toBeNull();
});
