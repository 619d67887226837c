import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";

import { Course } from "./Course";
import { Differences } from "./Differences";
import type { Prompt, Report } from "./report";
import { speak } from "./words";

const REPORT = { event: { language: "en", venues: [] }, privacy: { k: 5 } } as unknown as Report;
const AT = { people: 0, votes: 0, statements: 0, groups: [], statement: null, group: "", other: "", clouds: [] };
const PROMPT = {
  number: 1,
  statements: [{ number: 3, text: "Dams first.", language: "en" }],
  moments: [
    { ...AT, at_ms: 0, kind: "item-begun", item: "A panel on water" },
    { ...AT, at_ms: 300_000, kind: "item-ended", item: "A panel on water" },
  ],
  differences: [
    { statement: 3, kind: "item", side: "heard", share: 0.15, others: 0.85, difference: { low: -0.8, high: -0.6 }, item: "A panel on water" },
  ],
} as unknown as Prompt;

test("a programme item stands in the course, and with its name beside what changed with it", async () => {
  await speak(["en"]);
  const page = document.createElement("div");
  act(() =>
    render(
      <>
        <Course prompt={PROMPT} report={REPORT} />
        <Differences prompt={PROMPT} report={REPORT} />
      </>,
      page,
    ),
  );

  const read = page.textContent.replace(/[\u2066-\u2069]/g, "");
  expect(read).toContain("Began: A panel on water");
  expect(read).toContain("Ended: A panel on water");
  expect(read).toContain("After: A panel on water: 15% agree, against 85% before");
});
