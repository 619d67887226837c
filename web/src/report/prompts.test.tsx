import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";

import { PromptPart } from "./PromptPart";
import { wordingsOf } from "./prompts";
import type { Prompt, Report } from "./report";
import { speak } from "./words";

const REPORT = { event: { language: "en" }, privacy: { k: 5 }, attendance: { places: [] } } as unknown as Report;
const NOTHING = { people: 0, votes: 0, groups: [], ungrouped: 0, scores: [], notes: [], flagged: null };
const LISTS = { common_ground: [], fault_lines: [], discuss: [], too_early: [], slate: [] };
const prompt = (translations?: [string, string][]) =>
  ({
    ...{ number: 1, text: "What now?", phase: "closed", statements: [], columns: [], ballots: [], differences: [], moments: [] },
    left_out: { waiting: 0, rejected: 0 },
    result: { ...NOTHING, ...LISTS },
    dots: { x: [], y: [], group: [] },
    ...(translations && { translations }),
  }) as unknown as Prompt;
const IN_TWO: [string, string][] = [["fr", "Et maintenant ?"], ["th", "แล้วอย่างไรต่อ"]];

test("a prompt stands in the reader's language, with the original beside it", async () => {
  await speak(["fr"]);
  const page = document.createElement("div");
  act(() => render(<PromptPart prompt={prompt(IN_TWO)} report={REPORT} />, page));

  const heading = page.querySelector("h2 [lang]");
  expect([heading?.getAttribute("lang"), heading?.textContent]).toEqual(["fr", "Et maintenant ?"]);
  const beside = [...page.querySelectorAll(".statement__translation [lang]")];
  expect(beside.map((one) => [one.getAttribute("lang"), one.textContent])).toEqual([["en", "What now?"], ["th", "แล้วอย่างไรต่อ"]]);
});

test("whoever reads in the event's language, or in one that nobody has written, reads the original first", async () => {
  for (const tag of ["en", "hi"]) {
    await speak([tag]);
    expect(wordingsOf(prompt(IN_TWO), REPORT).map(({ text }) => text)).toEqual(["What now?", "Et maintenant ?", "แล้วอย่างไรต่อ"]);
  }
});

test("a report that was made before prompts had translations is read", async () => {
  await speak(["fr"]);

  expect(wordingsOf(prompt(), REPORT)).toEqual([{ language: "en", text: "What now?" }]);
});

test("a dialect's reader and a dialect's wording find each other", async () => {
  await speak(["pt-PT"]);
  const report = { ...REPORT, event: { ...REPORT.event, language: "en-GB" } };

  expect(wordingsOf(prompt([["fr", "Et maintenant ?"], ["pt-BR", "E agora?"]]), report)[0].text).toBe("E agora?");
});
