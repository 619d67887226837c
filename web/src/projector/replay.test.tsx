import { getByText } from "@testing-library/dom";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { A_PROMPT } from "../view/examples";
import { leavePage, newPage, open, page, snapshot } from "./hall";

const stand = (people: number, groups: string[]) => ({
  at_ms: Date.UTC(2026, 10, 22, 14, 5),
  kind: "stand",
  people,
  votes: 10 * people,
  group: "",
  other: "",
  clouds: groups.map((group) => ({ group, people, x: 0, y: 0, reach: 10 })),
});
const MOMENTS = [
  stand(20, [""]),
  { at_ms: 0, kind: "split", people: 0, votes: 0, group: "B", other: "A", clouds: [] },
  stand(40, ["A", "B"]),
];
const file = (moments: unknown): string =>
  `<script type="application/json" id="report" data-sha256="d">${JSON.stringify({
    privacy: { k: 5 },
    prompts: [{ number: A_PROMPT.number, moments }],
  })}</script>`;

let asked: string[];
const answerWith = (text: string, status = 200) =>
  vi.stubGlobal("fetch", (address: string) => {
    asked.push(address);
    return Promise.resolve(new Response(text, { status }));
  });

beforeEach(() => {
  asked = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  newPage();
});
afterEach(() => {
  leavePage();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const onReplay = (number: number | null) => {
  const told = snapshot({ scene: "replay", prompt: A_PROMPT.id });
  if (told.kind !== "snapshot") throw new Error("no snapshot");
  const report = number === null ? null : { number, programme_head: "a", ballots_head: "b" };
  open({ ...told, event: { ...told.event, report } });
};
const settle = () => act(async () => void (await vi.advanceTimersByTimeAsync(0)));

test("before there is a report, it is said that the replay comes with it, and nothing is fetched", async () => {
  answerWith(file(MOMENTS));
  onReplay(null);
  await settle();

  expect(getByText(page, "The replay comes with the report.")).not.toBeNull();
  expect(asked).toEqual([]);
});

test("the course of the staged prompt plays, as the newest version tells it", async () => {
  answerWith(file(MOMENTS));
  onReplay(21);
  await settle();

  expect(asked.map((address) => address.replace(/^.*\/report/, "/report"))).toEqual(["/report/21"]);
  expect(page.querySelector(".replay__words")?.textContent).toMatch(/ · 20 people · 200 votes$/);
});

test("a report without a course says so", async () => {
  answerWith(file([stand(20, [""])]));
  onReplay(22);
  await settle();

  expect(getByText(page, "The report tells of no course that could be shown.")).not.toBeNull();
});

test("where the net does not give it, it is asked for again", async () => {
  answerWith("gone", 503);
  onReplay(23);
  await settle();
  answerWith(file(MOMENTS));
  await act(async () => void (await vi.advanceTimersByTimeAsync(10_000)));

  expect(asked).toHaveLength(2);
  expect(page.querySelector(".replay")).not.toBeNull();
});
