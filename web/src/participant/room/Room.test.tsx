import { waitFor } from "@testing-library/dom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { WholeMap } from "../../wire/messages";
import { changed, newBrowser, openLive, type Page, PROMPT } from "../hall";

let page: Page;
const MAP: WholeMap = {
  kind: "map",
  prompt: "p1",
  frame: 1,
  at: 0,
  votes: 30,
  dots: { places: new Uint8Array(12), groups: Uint8Array.of(0, 1, 255) },
  groups: [
    { label: "A", size: 5, x: 0, y: 0 },
    { label: "B", size: 3, x: 0, y: 0 },
  ],
};
const WITH_FINDINGS: WholeMap = {
  ...MAP,
  frame: 2,
  findings: {
    results: [
      ["s1", [7, 0, 0, 5, 6, 0, 0, 5, 0, 0, 0, 0], 800, 100, ["", "", "mixed"]],
      ["s2", [9, 8, 0, 0, 9, 0, 0, 0, 0, 8, 0, 0], 300, 700, []],
    ],
    common_ground: ["s1"],
    representative: [["s2"], []],
  },
};

const showRoom = async () => {
  location.hash = "room";
  dispatchEvent(new Event("hashchange"));
  await page.reads("The room");
};

beforeEach(newBrowser);
afterEach(() => {
  page.leave();
  vi.unstubAllGlobals();
});

test("the map stands there in words: groups, their sizes, and one's own", async () => {
  page = await openLive();
  page.says(MAP, { kind: "dot", prompt: "p1", dot: 1 });

  await showRoom();

  await page.reads("Group A5 people");
  await page.reads("Group B3 peopleyou are here");
  await page.reads("In no group so far: 1 person");
  await page.reads("Rests on 30 votes.");
  await page.reads("This is not a vote or an election.");
});

test("what the votes say is hidden until the moderator reveals it", async () => {
  page = await openLive();
  page.says(MAP);
  await showRoom();
  await page.reads("is shown when the moderator reveals it.");
  expect(page.root.textContent).not.toContain("Common ground");

  page.says(changed(2, { prompts: [{ ...PROMPT, results: true }] }), WITH_FINDINGS);

  await page.reads("Common ground");
  await page.reads("Statement 1Vote on it to see how others answered.");
  await page.reads("What they shareStatement 2");

  page.phone.vote("s1", "agree");

  await page.reads("Statement 1A6 agree and 5 with other answersBanswers differ");
});

test("a group whose numbers say the contrary of the list has both: the numbers, and what the list counts", async () => {
  page = await openLive();
  const results = [["s1", [17, 24, 0, 0, 12, 6, 0, 0, 5, 18, 0, 0], 800, 100, ["agree", "", "agree"]]] as const;
  page.says(changed(2, { prompts: [{ ...PROMPT, results: true }] }), {
    ...WITH_FINDINGS,
    findings: { ...WITH_FINDINGS.findings, results },
  });
  await showRoom();
  page.phone.vote("s1", "agree");

  await page.reads("A12 agree, 6 disagree, and 0 passB5 agree, 18 disagree, and 0 pass");
  await page.reads("0 passrepeated ballots counted once: most agree");
  expect(page.root.textContent?.match(/counted once/g)).toHaveLength(1);
});

test("what is typical of a group is parted by what they take it for", async () => {
  page = await openLive();
  page.says(changed(2, { prompts: [{ ...PROMPT, results: true }] }), {
    ...WITH_FINDINGS,
    findings: { ...WITH_FINDINGS.findings, representative: [["s2"], ["s2", "s1"]] },
  });
  await showRoom();

  await page.reads("Group A5 peopleWhat they shareStatement 2");
  // Of s1 too few of them are told to have a side.
  await page.reads("Group B3 peopleWhat they disagree withStatement 2In no group");
});

test("what is hidden again is hidden at once, before the next map", async () => {
  page = await openLive();
  page.says(changed(2, { prompts: [{ ...PROMPT, results: true }] }), WITH_FINDINGS);
  await showRoom();
  await page.reads("Common ground");

  page.says(changed(3, { prompts: [PROMPT] }));

  await page.reads("is shown when the moderator reveals it.");
  expect(page.root.textContent).not.toContain("What they share");
});

test("findings that the votes do not bear yet are said to be too early, with the reason", async () => {
  page = await openLive();
  const map: WholeMap = { ...MAP, groups: [], findings: {}, notes: ["too_few_participants", "from_a_newer_server"] };
  page.says(changed(2, { prompts: [{ ...PROMPT, results: true }] }), map);

  await showRoom();

  await page.reads("Too early to say More people need to vote before this can be said fairly.");
});

test("what happens to the groups is written down with its time, and said aloud unless it happened before", async () => {
  page = await openLive();
  page.says({ ...MAP, happenings: [{ kind: "born", group: "B", other: null }] });
  await showRoom();
  await page.reads("What happened to the groups");
  await page.reads("Group B has formed");
  const said = () => page.root.querySelector("[role=status]")?.textContent ?? "";
  expect(said()).not.toContain("Group B");

  page.says({ ...MAP, frame: 2, at: 60_000, happenings: [{ kind: "merged", group: "B", other: "A" }] });

  await page.reads("Group B has merged into A");
  await waitFor(() => expect(said()).toContain("Group B has merged into A"), { timeout: 16_000 });
  expect(page.root.textContent.indexOf("has merged")).toBeLessThan(page.root.textContent.indexOf("has formed"));
}, 20_000);

test("what deserves discussion says why, and venues are compared, each after the own vote", async () => {
  page = await openLive();
  page.says(changed(2, { prompts: [{ ...PROMPT, results: true }] }), {
    ...WITH_FINDINGS,
    findings: {
      ...WITH_FINDINGS.findings,
      common_ground: [],
      discuss: ["s1"],
      reasons: [{ code: "passes", share: 0.6, venue: null }],
      gaps: [
        { statement: "s2", venue: "remote", share: 0.2, others: 0.75, difference: -0.5 },
        { statement: "s2", venue: "hall", share: 0.8, others: 0.4, difference: 0.4 },
      ],
    },
  });
  await showRoom();
  await page.reads("Venues compared");
  expect(page.root.textContent).not.toContain("Many pass");
  expect(page.root.textContent).not.toContain("20% agree");
  expect(page.root.textContent?.match(/Statement 2Vote on it/g)).toHaveLength(1);

  page.phone.vote("s1", "agree");
  page.phone.vote("s2", "agree");

  await page.reads("Statement 1Many pass: unclear, or not decided");
  await page.reads("Statement 2Remoteabout 20% agreeEverywhere elseabout 75% agree");
});

test("the voices of the room and what changed come with the results, each number after the own vote", async () => {
  page = await openLive();
  page.says(changed(2, { prompts: [{ ...PROMPT, results: true }] }), {
    ...WITH_FINDINGS,
    findings: {
      ...WITH_FINDINGS.findings,
      slate: [{ statement: "s1", speaks_for: 12, newly: 12 }],
      shifts: [{ statement: "s2", votes: 9, before: 0.25, after: 0.5, low: 0.1, high: 0.4 }],
    },
  });
  await showRoom();

  await page.reads("Voices of the room");
  await page.reads("What changedStatement 2Vote on it to see how others answered.");

  page.phone.vote("s1", "agree");
  page.phone.vote("s2", "agree");

  await page.reads("Statement 1speaks for about 12 people");
  await page.reads("Earlier25% agreeIn the last minutes50% agree, from 9 new votes");
});

test("before there is a map it says so", async () => {
  page = await openLive();

  await showRoom();

  await page.reads("The map appears once people have voted.");
});
