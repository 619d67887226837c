import { waitFor } from "@testing-library/dom";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Result, WholeMap } from "../../wire/messages";
import { ownData } from "./OwnData";
import { changed, newBrowser, openLive, type Page, PROMPT, snapshot, statement } from "../hall";

let page: Page;
const showMe = async () => {
  location.hash = "me";
  dispatchEvent(new Event("hashchange"));
  await page.reads("Where I stand");
};
const MAP: WholeMap = {
  kind: "map",
  prompt: "p1",
  frame: 1,
  at: 0,
  votes: 30,
  dots: { places: new Uint8Array(12), groups: Uint8Array.of(0, 1, 255) },
  groups: [
    { label: "A", size: 5, x: 0, y: 0 },
    { label: "B", size: 1, x: 0, y: 0 },
  ],
};

beforeEach(newBrowser);
afterEach(() => {
  page.leave();
  vi.unstubAllGlobals();
});

describe("where I stand, in words", () => {
  test.each([
    [{ likely: "B", votes_to_tell: 3 }, "Likely near group B. About 3 more votes would tell."],
    [{ likely: "B", votes_to_tell: 1 }, "Likely near group B. One more vote would tell."],
    [{ likely: "A" }, "Your votes stand between the groups, nearest to group A."],
  ])("while it is not told yet: %j", async (known, words) => {
    page = await openLive();
    page.says(MAP, { kind: "dot", prompt: "p1", dot: 2, reach: 9_000, breadth: 4_000, turn: 0.5, ...known });

    await showMe();

    await page.reads(words);
    await page.reads("The pale area is where your place most likely is.");
    await waitFor(() => expect(page.root.querySelector(".opinion-map__region ellipse")?.getAttribute("rx")).toBe("9000"));
  });

  test.each([
    [0, "Your votes are closest to those of group A: 5 people, you among them."],
    [1, "Your votes are closest to those of group B: 1 person, you alone so far."],
    [2, "Your votes are not close to any one group so far."],
  ])("with dot %i", async (dot, words) => {
    page = await openLive();
    page.says(MAP, { kind: "dot", prompt: "p1", dot });

    await showMe();

    await page.reads(words);
  });

  test("before the own votes are on the map", async () => {
    page = await openLive();
    page.says(MAP);

    await showMe();

    await page.reads("Vote on a statement, and within seconds your place among the others appears here.");
  });

  test("before there is a map", async () => {
    page = await openLive();

    await showMe();

    await page.reads("Your place among the others appears here once people have voted.");
  });
});

describe("my votes", () => {
  test("can be changed while the prompt is open, and not after", async () => {
    page = await openLive(snapshot([PROMPT], [statement(1)]));
    page.press("Agree");
    await showMe();
    page.press("Pass");
    await waitFor(() => expect(page.phone.votes.value.get("s1")?.choice).toBe("pass"));

    page.says(changed(2, { prompts: [{ ...PROMPT, phase: "closed" }] }));

    await page.reads("This prompt has closed: its votes stay as they are.");
    expect(page.button("Agree").hasAttribute("disabled")).toBe(true);
    expect(page.button("Pass").getAttribute("aria-pressed")).toBe("true");
  });
});

test("a vote can be taken back: it goes from the list, and the statement is asked again", async () => {
  page = await openLive(snapshot([PROMPT], [statement(1)]));
  page.press("Agree");
  await waitFor(() => expect(page.asked()).toHaveLength(2));
  page.says({ kind: "counted", op: 2 });
  await showMe();
  await waitFor(() => expect(document.activeElement?.tagName).toBe("MAIN"));

  page.press("Take back");

  await page.reads("You have not voted yet.");
  await waitFor(() => expect(page.asked().at(-1)).toEqual({ kind: "withdraw-vote", op: 3, statement: "s1" }));
  expect(document.activeElement?.textContent).toBe("My votes");
  location.hash = "now";
  dispatchEvent(new Event("hashchange"));
  await waitFor(() => expect(page.card()).toBe("Statement 1"));
});

describe("my statements and their fate", () => {
  const mine = { id: "s9", prompt: "p1", text: "Trams at night", reason: "", because: null } as const;

  test("on the phone, with a moderator, shown, not used and why", async () => {
    page = await openLive();
    page.phone.submit("p1", "Trams at night", "en");
    await showMe();
    await page.reads("Trams at nightOn this phone");
    page.says({ kind: "fate", statement: { ...mine, standing: "waiting" } }, { kind: "counted", op: 2 });
    await page.reads("Trams at nightWaiting for a moderator");

    page.says({ kind: "fate", statement: { ...mine, standing: "shown" } });
    await page.reads("Shown to everybody");

    page.says({ kind: "fate", statement: { ...mine, standing: "rejected", reason: "says two things" } });
    await page.reads("Not used: \u2068says two things\u2069");

    page.says({ kind: "fate", statement: { ...mine, standing: "rejected", because: "twice" } });
    await page.reads("Not used: said already");
    page.says({ kind: "fate", statement: { ...mine, standing: "rejected", because: "off-topic", reason: "see number 3" } });
    await page.reads("Not used: off topic · \u2068see number 3\u2069");
  });

  test("with the votes so far, once results are revealed and not before", async () => {
    page = await openLive();
    const results: Result[] = [["s9", [7, 5, 0, 5], 0, 0, []]];
    page.says({ kind: "fate", statement: { ...mine, standing: "shown" } }, { ...MAP, findings: { results } } as WholeMap);
    await showMe();
    await page.reads("Trams at nightShown to everybody");
    expect(page.root.textContent).not.toContain("So far");

    page.says(changed(2, { prompts: [{ ...PROMPT, results: true }] }));

    await page.reads("So far: 7 agree, 5 disagree, and 5 with other answers");
  });

  test("refused, with the reason and a way to write it again", async () => {
    page = await openLive();
    page.phone.submit("p1", "Trams at night", "en");
    await waitFor(() => expect(page.asked()).toHaveLength(2));
    await showMe();

    page.says({ kind: "refused", op: 2, code: "statement-twice" });
    await page.reads("Not taken: Somebody has already said this, in the same words.");
    page.press("Write it again");
    dispatchEvent(new Event("hashchange"));

    await waitFor(() => expect(page.root.querySelector("textarea")?.value).toBe("Trams at night"));
  });
});

test("somebody who moves is asked anew where they are", async () => {
  page = await openLive();
  await showMe();
  await page.reads("You are taking part from: \u2068Mumbai\u2069.");
  page.press("Change");
  await page.reads("Where are you taking part?");

  page.press("Taking part remotely");

  await page.reads("You are taking part remotely.");
});

test("without the server one's own data is what this phone knows of it, and what is on its way", async () => {
  page = await openLive();
  page.says({ kind: "you", participant: "mz", mode: "remote", votes: [{ statement: "s1", choice: "pass", reason: "unclear", op: 2 }] });
  page.phone.vote("s2", "agree");

  const data: unknown = JSON.parse(ownData(page.phone, undefined));

  expect(data).toMatchObject({
    event: "MIL25",
    participant: "mz",
    mode: "remote",
    votes: [{ statement: "s1", text: "Statement 1", choice: "pass", reason: "unclear" }],
    on_this_phone: [{ kind: "vote", statement: "s2", choice: "agree" }],
  });
});

test("what the server holds is asked for with the phone's own key, and saved with what is on its way", async () => {
  page = await openLive();
  page.phone.vote("s2", "agree");
  const asked = vi.fn(async (_address: string, _how: RequestInit) => Response.json({ records: [{ kind: "vote-cast" }] }));
  const saved: Blob[] = [];
  vi.stubGlobal("fetch", asked);
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => `blob:${saved.push(blob as Blob)}`);
  await showMe();

  page.press("Save what the server holds");

  await waitFor(() => expect(saved).toHaveLength(1));
  const [address, how] = asked.mock.calls[0] ?? [];
  expect([address, how?.method, JSON.parse(String(how?.body))]).toEqual([
    "/e/MIL25/own",
    "POST",
    { key: page.phone.key },
  ]);
  expect(JSON.parse((await saved[0]?.text()) ?? "")).toMatchObject({
    records: [{ kind: "vote-cast" }],
    on_this_phone: [{ kind: "vote", statement: "s2" }],
  });
});

describe("erasing oneself", () => {
  const kept = () => Object.keys(localStorage).filter((name) => name.startsWith("plenary/MIL25/"));

  test("takes two presses, and the first can be taken back", async () => {
    page = await openLive();
    await showMe();

    page.press("Erase me");
    await page.reads("It cannot be undone.");
    page.press("Keep everything");

    await waitFor(() => expect(page.hasButton("Erase me")).toBe(true));
    expect(page.asked().some((one) => one.kind === "erase-me")).toBe(false);
  });

  test("once the server has done so, the phone knows nothing any more", async () => {
    page = await openLive();
    page.phone.vote("s1", "agree");
    page.phone.remember("draft/p1", "Trams at");
    await waitFor(() => expect(page.asked()).toHaveLength(2));
    page.says({ kind: "counted", op: 2 });
    await showMe();
    page.press("Erase me");
    await page.reads("It cannot be undone.");
    page.press("Yes, erase me");
    await page.reads("You are erased as soon as the server answers.");
    await waitFor(() => expect(page.asked().at(-1)).toEqual({ kind: "erase-me", op: 3 }));
    expect(kept()).not.toEqual([]);

    page.says({ kind: "counted", op: 3 });

    await page.reads("You have been erased.");
    expect(kept()).toEqual([]);
    expect(page.hasButton("Take part anew")).toBe(true);
  });
});
