import { fireEvent, getByLabelText, waitFor } from "@testing-library/dom";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";

import { Editions } from "./Editions";
import { pairs, reportIn } from "./editions";
import type { Interval, Report } from "./report";
import { speak } from "./words";

type Said = readonly [text: string, agree: Interval | null];

const report = (title: string, said: readonly Said[]): Report =>
  ({
    form: 3,
    event: { code: "MIL", title, language: "en", venues: [], address: null },
    edition: { number: 1, made_ms: Date.UTC(2026, 10, 26), earlier: [], held_back: false, program: "0.1" },
    privacy: { k: 5, assurance: "device", ballots: false },
    attendance: { voted: 90 },
    prompts: [
      {
        number: 1,
        text: "What now?",
        statements: said.map(([text], place) => ({ number: place + 1, text, language: "en" })),
        result: {
          scores: said.map(([, agree], place) => ({ statement: place + 1, agree, finding: "unlisted" })),
        },
      },
    ],
  }) as unknown as Report;

const file = (held: unknown): string =>
  `<!doctype html><script type="application/json" id="report" data-sha256="00">${JSON.stringify(held).replaceAll("<", "\\u003c")}</script>`;

const THIS = report("This year", [
  ["Trams should run all night.", { low: 0.7, high: 0.8 }],
  ["Every street needs benches.", { low: 0.4, high: 0.6 }],
  ["Nobody said this before.", { low: 0.4, high: 0.6 }],
  ["Meetings should be online.", null],
]);
const LAST = report("Last year", [
  ["Every street needs a bench.", { low: 0.5, high: 0.66 }],
  ["Trams should run all night", { low: 0.2, high: 0.4 }],
  ["Meetings should be online.", { low: 0.2, high: 0.4 }],
  ["The <b>harbour</b> is too loud.", { low: 0.2, high: 0.4 }],
]);

let page: HTMLElement;
beforeEach(async () => {
  await speak(["en"]);
  page = document.body.appendChild(document.createElement("div"));
  act(() => render(<Editions report={THIS} />, page));
});
afterEach(() => {
  act(() => render(null, page));
  page.remove();
});

const choose = (content: string) => {
  const input = getByLabelText<HTMLInputElement>(page, "Report’s file");
  Object.defineProperty(input, "files", { value: [new File([content], "report.html")], configurable: true });
  act(() => void fireEvent.change(input));
};
const rows = () => [...page.querySelectorAll("tbody tr")].map((row) => row.querySelector("th .voice")?.textContent);

test("statements that say the same are paired once each, what differs most first", () => {
  const found = pairs(THIS, LAST);

  expect(found.map(({ here, there }) => [here.statement.number, there.statement.number])).toEqual([[1, 2], [2, 1], [4, 3]]);
  expect(found.map(({ isApart }) => isApart)).toEqual([true, false, false]);
  expect(found.map(({ more }) => more && Math.round(more * 100))).toEqual([45, -8, undefined]);
});

test("another report's file is put beside this one", async () => {
  choose(file(LAST));

  await waitFor(() => expect(rows()).toEqual(["Trams should run all night.", "Every street needs benches.", "Meetings should be online."]));
  expect(page.querySelectorAll(".editions__apart")).toHaveLength(1);
  expect(page.textContent).toContain("Every street needs a bench.");
  expect(page.textContent).toContain("Only here: 1 statements; only in the other report: 1.");
  expect(page.textContent).toContain("does not mean that anybody has changed their mind");
});

test.each([
  ["no report", "<!doctype html><p>Hello</p>"],
  ["broken", '<script type="application/json" id="report" data-sha256="00">{"form": 3, "prompts": [</script>'],
  ["of another form", file({ ...LAST, form: 2 })],
  ["without what a report has", file({ form: 3, prompts: [{}] })],
  ["without a date", file({ ...LAST, edition: {} })],
  ["with half an interval", file(report("Last year", [["Trams should run all night", { low: 0.2 } as Interval]]))],
  ["nothing", ""],
])("a file that is %s is refused, and what was there goes", async (_, content) => {
  choose(file(LAST));
  await waitFor(() => expect(rows()).toHaveLength(3));

  choose(content);

  await waitFor(() => expect(page.textContent).toContain("This file is no report that can be compared"));
  expect(rows()).toEqual([]);
});

test("a file that can no longer be read is refused", async () => {
  const input = getByLabelText<HTMLInputElement>(page, "Report’s file");
  const gone = { text: () => Promise.reject(new DOMException("", "NotReadableError")) };
  Object.defineProperty(input, "files", { value: [gone], configurable: true });
  act(() => void fireEvent.change(input));

  await waitFor(() => expect(page.textContent).toContain("This file is no report that can be compared"));
});

test("what stands in a report is text and nothing else", () => {
  expect(reportIn(file(LAST), 3)?.prompts[0]?.statements[3]?.text).toBe("The <b>harbour</b> is too loud.");
});
