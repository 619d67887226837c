import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";

import { Masthead } from "./Masthead";
import type { Held, Moment, Report } from "./report";
import { speak } from "./words";

const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date, 12);
const headOf = async (...moments: (readonly [kind: Moment["kind"], at_ms: number])[]) => {
  await speak(["en"]);
  const report = {
    event: { code: "UBER", title: "Rides", language: "en", venues: [], address: null },
    edition: { number: null, made_ms: day(2026, 11, 26), earlier: [], held_back: false, program: "0.1" },
    attendance: { voted: 90, votes: 900 },
    prompts: [{ statements: [], result: { scores: [] }, moments: moments.map(([kind, at_ms]) => ({ kind, at_ms })) }],
  } as unknown as Report;
  const page = document.createElement("div");
  act(() => render(<Masthead held={{ report } as unknown as Held} />, page));
  return page.querySelector(".masthead__when")?.textContent;
};

test("a report tells of the days on which people voted, not of the one on which an old discussion was brought in", async () => {
  const told = await headOf(
    ["opened", day(2015, 6, 30)],
    ["stand", day(2015, 8, 3)],
    ["closed", day(2026, 11, 26)],
  );

  expect(told).toMatch(/^June 30, 2015 to August 3, 2015 · /);
});

test("where nobody voted it tells of the days of its prompts", async () => {
  expect(await headOf(["opened", day(2026, 11, 24)], ["closed", day(2026, 11, 25)])).toMatch(
    /^November 24, 2026 to November 25, 2026 · /,
  );
  expect(await headOf()).toMatch(/^November 26, 2026 · /);
});
