import { waitFor } from "@testing-library/dom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { WholeMap } from "../../wire/messages";
import { changed, newBrowser, openJoined, openLive, openPage, type Page, PROMPT, snapshot, statement } from "../hall";

let page: Page;
const closed = { ...PROMPT, phase: "closed" } as const;

beforeEach(newBrowser);
afterEach(() => {
  page.leave();
  vi.unstubAllGlobals();
});

test("a vote with no server is on this phone; it is sent after the join and becomes counted", async () => {
  page = await openJoined();
  const voted = page.card();
  page.press("Agree");
  await page.reads("You agreed · on this phone");

  page.server().welcome();
  await waitFor(() => expect(page.asked()).toHaveLength(2));
  page.says({ kind: "counted", op: 1 }, { kind: "counted", op: 2 });

  await page.reads("You agreed · counted");
  expect(page.asked()).toEqual([
    { kind: "join", op: 1, mode: "in-room", language: "en", venue: "mumbai" },
    { kind: "vote", op: 2, statement: `s${voted?.at(-1)}`, choice: "agree" },
  ]);
});

test("brings the next card, counts on, and puts the focus on what is to read", async () => {
  page = await openJoined();
  const first = page.card();

  page.press("Pass");

  await waitFor(() => expect(page.card()).not.toBe(first));
  await page.reads("1 of 3");
  await waitFor(() => expect(document.activeElement?.textContent).toBe(page.card()));
});

test.each([
  ["a", "agree"],
  ["D", "disagree"],
  ["p", "pass"],
  ["ArrowRight", "agree"],
  ["ArrowLeft", "disagree"],
])("the key %s on the card says %s", async (key, choice) => {
  page = await openJoined();
  page.button("Pass").focus();

  page.key(key);

  await waitFor(() => expect([...page.phone.votes.value.values()]).toMatchObject([{ choice, isCounted: false }]));
});

test("keys do nothing elsewhere on the page, and none is taken from the browser", async () => {
  page = await openJoined();
  page.button("Write a statement").focus();
  page.key("a");
  page.button("Agree").focus();
  page.key("ArrowLeft", { altKey: true });
  page.key("d", { ctrlKey: true });

  expect(page.phone.votes.value.size).toBe(0);
});

test("the card in front stays, and keeps the focus, whatever comes in", async () => {
  page = await openLive();
  const card = page.card();
  const pass = page.button("Pass");
  pass.focus();

  page.says(changed(2, { statements: [4, 5, 6, 7, 8, 9].map(statement) }));

  await page.reads("0 of 9");
  expect(page.card()).toBe(card);
  expect(document.activeElement).toBe(pass);
});

test("cards come in the order that the server names, as far as they can be voted on", async () => {
  page = await openLive();
  page.says({ kind: "next", prompt: "p1", statements: ["gone", "s3", "s1"] });
  page.press("Agree");
  const [first] = [...page.phone.votes.value.keys()];
  const left = ["s3", "s1", "s2"].filter((id) => id !== first);

  await waitFor(() => expect(page.card()).toBe(`Statement ${left[0]?.slice(1)}`));
  page.press("Agree");

  await waitFor(() => expect(page.card()).toBe(`Statement ${left[1]?.slice(1)}`));
});

test("a card that is taken away makes room for the next", async () => {
  page = await openLive();
  const card = page.card();

  page.says(changed(2, { gone: [`s${card?.at(-1)}`] }));

  await page.reads("0 of 2");
  expect(page.card()).not.toBe(card);
});

  test("other wordings stand on the card, and a vote on one of them has answered it", async () => {
    page = await openJoined(snapshot([PROMPT], [statement(1), { ...statement(2), standing: "merged", into: "s1" }]));
    expect(page.card()).toBe("Statement 1");
    await page.reads("Also said as: Statement 2");

    page.server().welcome();
    const votes = [{ statement: "s2", choice: "agree", reason: null, op: 2 }] as const;
    page.says({ kind: "you", participant: "me", mode: "in-room", votes });

    await page.reads("1 of 1");
    expect(page.card()).toBeUndefined();
  });

test("one's own statements are not put to oneself", async () => {
  page = await openLive();
  page.says({
    kind: "fate",
    statement: { id: "s2", prompt: "p1", text: "Statement 2", standing: "shown", reason: "", because: null },
  });

  await page.reads("0 of 2");
});

test("a vote can be changed when it can no longer be undone, and going on leaves it as it is", async () => {
  page = await openJoined();
  const first = page.card();
  page.press("Agree");
  await waitFor(() => expect(page.card()).not.toBe(first));
  page.press("Pass");
  await page.reads("You passed");
  page.press("Undo");
  await page.reads("You agreed");

  page.press("Change");
  await waitFor(() => expect(page.card()).toBe(first));
  expect(page.button("Agree").getAttribute("aria-pressed")).toBe("true");
  page.press("Go on");
  await waitFor(() => expect(page.card()).not.toBe(first));
  page.press("Change");
  await waitFor(() => expect(page.card()).toBe(first));
  page.press("Disagree");

  await page.reads("You disagreed");
  expect(page.card()).not.toBe(first);
  expect([...page.phone.votes.value.values()]).toMatchObject([{ choice: "disagree", isCounted: false }]);
});

test("for ten seconds a vote can be undone; one that never left the phone is gone with it", async () => {
  page = await openJoined();
  const first = page.card();
  page.press("Agree");
  await page.reads("You agreed");

  page.press("Undo");

  await waitFor(() => expect(page.card()).toBe(first));
  expect(page.phone.votes.value.size).toBe(0);
  page.server().welcome();
  await waitFor(() => expect(page.asked()).toHaveLength(1));
  expect(page.asked()[0]?.kind).toBe("join");
});

test("undoing a vote that has left the phone takes it back with the server, and the card has no answer again", async () => {
  page = await openLive();
  const first = page.card();
  page.press("Agree");
  await waitFor(() => expect(page.asked()).toHaveLength(2));
  page.says({ kind: "counted", op: 2, receipt: "r" });
  await page.reads("You agreed · counted");

  page.press("Undo");

  await waitFor(() => expect(page.card()).toBe(first));
  expect(page.button("Agree").getAttribute("aria-pressed")).toBe("false");
  await page.reads("0 of 3");
  await waitFor(() => expect(page.asked().at(-1)).toEqual({ kind: "withdraw-vote", op: 3, statement: `s${first?.at(-1)}` }));
  page.says({ kind: "counted", op: 3, receipt: "w" });
  await waitFor(() => expect(page.phone.underway.value).toBe(0));
  expect(page.phone.votes.value.size).toBe(0);
  page.press("Disagree");
  await page.reads("You disagreed");
});

test("undoing brings the card back also when another has been routed since", async () => {
  page = await openLive();
  const first = page.card();
  page.press("Agree");
  await waitFor(() => expect(page.card()).not.toBe(first));
  const left = ["s1", "s2", "s3"].find((id) => ![first, page.card()].some((text) => text?.endsWith(id.slice(1))));
  page.says({ kind: "next", prompt: "p1", statements: [left ?? ""] });
  await waitFor(() => expect(page.phone.view.value.next.get("p1")).toEqual([left]));

  page.press("Undo");

  await page.reads("0 of 3");
  expect(page.card()).toBe(first);
});

test("a withdrawal that the rules do not allow is said with its reason, and the vote stands", async () => {
  page = await openLive(snapshot([PROMPT], [statement(1)]));
  page.press("Agree");
  await waitFor(() => expect(page.asked()).toHaveLength(2));
  page.says({ kind: "counted", op: 2 });
  page.press("Undo");
  await waitFor(() => expect(page.asked()).toHaveLength(3));

  page.says({ kind: "refused", op: 3, code: "prompt-not-open" });

  await page.reads("Your vote on “\u2068Statement 1\u2069” could not be taken back. This prompt had closed.");
  expect(page.phone.votes.value.get("s1")).toMatchObject({ choice: "agree", isCounted: true });
});

test("undoing a change brings the answer before it back", async () => {
  page = await openLive(snapshot([PROMPT], [statement(1), statement(2)]));
  const first = page.card();
  page.press("Agree");
  await waitFor(() => expect(page.card()).not.toBe(first));
  page.press("Pass");
  await page.reads("You passed");
  page.press("Undo");
  await page.reads("You agreed");
  page.press("Change");
  await waitFor(() => expect(page.card()).toBe(first));
  page.press("Disagree");
  await page.reads("You disagreed");

  page.press("Undo");

  await waitFor(() => expect(page.phone.votes.value.get(`s${first?.at(-1)}`)?.choice).toBe("agree"));
  expect(page.button("Agree").getAttribute("aria-pressed")).toBe("true");
});

test("a pass may say why, and take it back", async () => {
  page = await openLive();
  page.press("Pass");
  await page.reads("Why? You need not say.");

  page.press("Unclear");

  await waitFor(() => expect(page.button("Unclear").getAttribute("aria-pressed")).toBe("true"));
  await waitFor(() => expect(page.asked().at(-1)).toMatchObject({ kind: "vote", choice: "pass", reason: "unclear" }));
  page.press("Unclear");
  await waitFor(() => expect(page.button("Unclear").getAttribute("aria-pressed")).toBe("false"));
});

const mapSaying = (counts: readonly number[], leanings: readonly string[]): WholeMap => ({
  kind: "map",
  prompt: "p1",
  frame: 1,
  at: 0,
  votes: 14,
  dots: { places: new Uint8Array(0), groups: new Uint8Array(0) },
  findings: {
    results: [
      ["s1", counts, 0, 0, leanings],
      ["s2", counts, 0, 0, leanings],
    ],
  },
});

test("how others answered is shown after one's own vote, and only where the moderator shows results", async () => {
  page = await openLive(snapshot([{ ...PROMPT, results: true }], [statement(1), statement(2)]));
  page.says(mapSaying([6, 7, 0, 5], []));
  expect(page.root.textContent).not.toContain("So far");

  page.press("Agree");

  await page.reads("So far: 6 agree, 7 disagree, and 5 with other answers");
  page.says(changed(2, { prompts: [PROMPT] }));
  await waitFor(() => expect(page.root.textContent).not.toContain("So far"));
});

test("where too few have answered to be told of, no numbers are shown", async () => {
  page = await openLive(snapshot([{ ...PROMPT, results: true }], [statement(1), statement(2)]));
  page.says(mapSaying([0, 0, 0, 0], ["few"]));

  page.press("Agree");

  await page.reads("You agreed");
  expect(page.root.textContent).not.toContain("So far");
});

test("a page that brought only some statements does not say that all are seen", async () => {
  page = openPage(snapshot([PROMPT], [statement(1)]), true);
  page.press("Mumbai");
  await waitFor(() => expect(page.card()).toBe("Statement 1"));

  page.press("Agree");

  await page.reads("Getting more statements");
  page.server().accept();
  expect(page.server().sent[0]).not.toHaveProperty("since");
});

test("with all seen it says so, and a new statement comes by itself", async () => {
  page = await openLive(snapshot([PROMPT], [statement(1)]));
  page.press("Agree");
  await page.reads("You have seen everything so far");

  page.says(changed(2, { statements: [statement(2)] }));

  await waitFor(() => expect(page.card()).toBe("Statement 2"));
});

test("a vote that the rules do not count is said with its reason, until noted", async () => {
  page = await openLive(snapshot([PROMPT], [statement(1)]));
  page.press("Agree");
  await waitFor(() => expect(page.asked()).toHaveLength(2));

  page.says(changed(2, { prompts: [closed] }), { kind: "refused", op: 2, code: "prompt-not-open" });

  await page.reads("Your vote on “\u2068Statement 1\u2069” was not counted. This prompt had closed.");
  expect(page.phone.votes.value.size).toBe(0);
  page.press("All right");
  await waitFor(() => expect(page.root.textContent).not.toContain("was not counted"));
});

test("a translated statement is read in the page's language, its own words one tap away, and the vote says which", async () => {
  const spanish = {
    ...statement(1),
    text: "Un asiento para cada región",
    language: "es-CO",
    translations: [{ language: "en", text: "A seat for each region", version: 2, by_service: true }],
  };
  page = await openLive(snapshot([PROMPT], [spanish]));
  expect(page.card()).toBe("A seat for each region");
  await page.reads("Translated by a program from: \u2068Español (Colombia)\u2069");

  page.press("Original");
  await waitFor(() => expect(page.card()).toBe("Un asiento para cada región"));
  page.press("Translation");
  await waitFor(() => expect(page.card()).toBe("A seat for each region"));
  page.press("Agree");

  await waitFor(() => expect(page.asked().at(-1)).toMatchObject({ reading: { language: "en", version: 2 } }));
});
