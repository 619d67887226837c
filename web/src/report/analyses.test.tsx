import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";

import { Analyses } from "./Analyses";
import type { Finding, Interval, Report } from "./report";
import { speak } from "./words";

const RANGE = { low: 0.5, high: 0.6 };
const result = (finding: Finding, agree: Interval | null) => ({
  people: 30,
  groups: [],
  scores: [{ statement: 1, finding, agree }],
});
const report = (finding: Finding, agree: Interval | null) =>
  ({
    event: { language: "en" },
    privacy: { k: 5 },
    prompts: [
      {
        ...{ number: 1, text: "What now?", statements: [{ number: 1, text: "Trees.", language: "en" }] },
        result: result("fault-line", RANGE),
      },
    ],
    analyses: [
      {
        name: "In the room",
        selection: { venue: "", mode: "in-room", since_ms: null, until_ms: null, group: "", method: "plenary" },
        parts: [{ prompt: 1, withheld: "", result: result(finding, agree) }],
      },
    ],
  }) as unknown as Report;

const shown = async (finding: Finding, agree: Interval | null): Promise<string> => {
  await speak(["en"]);
  const page = document.createElement("div");
  act(() => render(<Analyses report={report(finding, agree)} />, page));
  return page.textContent;
};

test("a statement that comes out otherwise is listed, also where its numbers would tell of a few people", async () => {
  const text = await shown("discuss", null);

  expect(text).toContain("Deserves discussion");
  expect(text).toContain("Where a range is missing, it would show how fewer than 5 people voted.");
  expect(text).not.toContain("No statement comes out otherwise.");
});

test("too few votes in a part are no other outcome", async () => {
  expect(await shown("too-early", null)).toContain("No statement comes out otherwise.");
});
