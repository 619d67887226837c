import { waitFor } from "@testing-library/dom";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { changed, EVENT, newBrowser, openJoined, openLive, openPage, type Page, PROMPT, snapshot, statement } from "./hall";

let page: Page;
const closed = { ...PROMPT, phase: "closed" } as const;

beforeEach(newBrowser);
afterEach(() => {
  page.leave();
  vi.unstubAllGlobals();
});

describe("joining", () => {
  test("one tap on a venue brings the first card, with no server heard from", async () => {
    page = openPage();
    expect(page.button("Cartagena")).toBeTruthy();
    expect(page.button("Taking part remotely")).toBeTruthy();

    page.press("Mumbai");

    await waitFor(() => expect(page.card()).toMatch(/^Statement \d$/));
    expect(page.phone.whereabouts.value).toEqual({ mode: "in-room", venue: "mumbai" });
  });

  test("an event without venues asks: in the room or remotely", () => {
    page = openPage(snapshot([PROMPT], [], { ...EVENT, venues: [] }));

    page.press("In the room");

    expect(page.phone.whereabouts.value).toEqual({ mode: "in-room", venue: undefined });
  });

  test("a venue that the event no longer has is asked for again, with the reason", async () => {
    page = await openJoined();
    page.server().welcome();
    await waitFor(() => expect(page.asked()).toHaveLength(1));

    page.says({ kind: "refused", op: 1, code: "venue-unknown" });

    await page.reads("Where are you taking part?");
    expect(page.phone.whereabouts.value).toBe(undefined);
  });
});

describe("voting", () => {
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

    await waitFor(() => expect([...page.phone.votes.value.values()]).toEqual([{ choice, isCounted: false }]));
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

  test("one's own statements are not put to oneself", async () => {
    page = await openLive();
    page.says({
      kind: "fate",
      statement: { id: "s2", prompt: "p1", text: "Statement 2", standing: "shown", reason: "" },
    });

    await page.reads("0 of 2");
  });

  test("the last vote can be changed, and going on leaves it as it is", async () => {
    page = await openJoined();
    const first = page.card();
    page.press("Agree");
    await page.reads("You agreed");

    page.press("Change");
    await waitFor(() => expect(page.card()).toBe(first));
    expect(page.button("Agree").getAttribute("aria-pressed")).toBe("true");
    page.press("Disagree");

    await page.reads("You disagreed");
    expect(page.card()).not.toBe(first);
    expect([...page.phone.votes.value.values()]).toEqual([{ choice: "disagree", isCounted: false }]);
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

    await page.reads("Your vote on “Statement 1” was not counted. This prompt had closed.");
    expect(page.phone.votes.value.size).toBe(0);
    page.press("All right");
    await waitFor(() => expect(page.root.textContent).not.toContain("was not counted"));
  });
});

describe("what is not open is said", () => {
  test("no prompt", async () => {
    page = await openJoined(snapshot([], []));

    await page.reads("Nothing is open right now");
  });

  test("a closed prompt", async () => {
    page = await openLive();

    page.says(changed(2, { prompts: [closed] }));

    await page.reads("This prompt has closed");
    expect(page.card()).toBe(undefined);
    expect(page.hasButton("Write a statement")).toBe(false);
  });

  test("paused voting, with the card still there to read", async () => {
    page = await openJoined(snapshot([{ ...PROMPT, vote: false }]));

    await page.reads("Voting is paused at the moment.");
    expect(page.card()).toMatch(/^Statement \d$/);
    expect(page.button("Agree").hasAttribute("disabled")).toBe(true);
  });

  test("no new statements", async () => {
    page = await openJoined(snapshot([{ ...PROMPT, submit: false }]));

    await page.reads("New statements are not being taken at the moment.");
  });
});

test("of several open prompts one is chosen, and remembered over a reload", async () => {
  const second = { ...PROMPT, id: "p2", number: 2, text: "What comes first?" };
  page = await openJoined(snapshot([PROMPT, second]));
  page.press(/^Prompt 2/);
  await page.reads("No statements yet");
  page.leave();

  page = openPage(snapshot([PROMPT, second]));

  await waitFor(() => expect(page.button(/^Prompt 2/).getAttribute("aria-pressed")).toBe("true"));
});

describe("after a reload with the server away", () => {
  test("what was counted is known, what was not is still on this phone", async () => {
    page = await openLive();
    page.press("Agree");
    await waitFor(() => expect(page.asked()).toHaveLength(2));
    page.says({ kind: "counted", op: 2 });
    await page.reads("counted");
    page.press("Disagree");
    await page.reads("on this phone");
    page.leave();

    page = openPage();

    await page.reads("2 of 3");
    expect([...page.phone.votes.value.values()].map((vote) => vote.isCounted)).toEqual([true, false]);
    await page.reads("1 thing is on this phone");
    expect(page.phone.outlivesPage.value).toBe(true);
  });

  test("a server that came back from an older copy is told again", async () => {
    page = await openLive(snapshot([PROMPT], [statement(1)]));
    page.press("Agree");
    await waitFor(() => expect(page.asked()).toHaveLength(2));
    page.says({ kind: "counted", op: 2 });
    await page.reads("counted");
    page.leave();

    page = openPage();
    page.server().welcome();
    page.says({ kind: "you", participant: "mz" });

    await waitFor(() => expect(page.asked()).toHaveLength(2));
    expect(page.asked()).toEqual([
      { kind: "join", op: 3, mode: "in-room", language: "en", venue: "mumbai" },
      { kind: "vote", op: 4, statement: "s1", choice: "agree" },
    ]);
  });
});

describe("the link", () => {
  test("is one word, and the card never goes blank", async () => {
    page = await openLive();
    await page.reads("Live");
    const card = page.card();

    page.server().end(1006);

    await page.reads("Reconnecting");
    expect(page.card()).toBe(card);
  });

  test("that ends for good is said, and the page stays readable", async () => {
    page = await openLive();

    page.server().end(4000, "bad-message");

    await page.reads("no longer understand each other");
    expect(page.button("Load the page again")).toBeTruthy();
    expect(page.card()).toMatch(/^Statement \d$/);
  });

  test("of a page without boot state brings the event", async () => {
    page = openPage(null);
    await page.reads("Getting the event");

    page.server().welcome();
    page.says(snapshot());

    await page.reads("Where are you taking part?");
  });
});

test("the page changes over to French, and the phone remembers", async () => {
  page = openPage();

  page.press("Français");

  await page.reads("D’où participez-vous ?");
  expect(localStorage.getItem("plenary/language")).toBe("fr");
  expect(document.documentElement.lang).toBe("fr");
});

test("a newer server has the page loaded again, but not while a vote is on its way", async () => {
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  sessionStorage.clear();
  page = await openJoined();
  page.server().accept();

  page.says({ kind: "welcome", role: "participant", version: "0.2.0", now: 0 });
  expect(reload).not.toHaveBeenCalled();

  page.says({ kind: "counted", op: 1 });
  expect(reload).toHaveBeenCalledTimes(1);
  reload.mockRestore();
});
