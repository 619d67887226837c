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

describe("what the moderators say", () => {
  const announcement = { id: "a1", text: "Lunch is ready.", on_phones: true, on_screens: true, until_ms: null, holds_phones: false };

  test("an announcement stands there until the owner has taken note, also after a reload", async () => {
    page = await openLive(snapshot([PROMPT], [statement(1)], { ...EVENT, announcement }));
    await page.reads("From the moderatorsLunch is ready.");

    page.press("All right");

    await waitFor(() => expect(page.root.querySelector(".announced")).toBe(null));
    page.leave();
    page = openPage(snapshot([PROMPT], [statement(1)], { ...EVENT, announcement }));
    await waitFor(() => expect(page.card()).toBe("Statement 1"));
    expect(page.root.querySelector(".announced")).toBe(null);
  });

  test("one that holds the phone is all that there is, until it is withdrawn or has had its time", async () => {
    const held = { ...announcement, text: "Eyes on the stage.", holds_phones: true, until_ms: Date.now() + 60_000 };
    page = await openLive(snapshot([PROMPT], [statement(1)]));
    const isHeld = () => page.root.querySelector<HTMLElement>(".layer")?.inert;
    expect(isHeld()).toBeFalsy();

    page.says(changed(1, { event: { ...EVENT, announcement: held } }));
    await page.reads("Eyes on the stage.What you have done is kept.");
    expect(isHeld()).toBe(true);
    page.says(changed(2, { event: { ...EVENT, announcement: null } }));
    await waitFor(() => expect(isHeld()).toBeFalsy());
    expect(page.root.textContent).not.toContain("Eyes on the stage.");

    page.says(changed(3, { event: { ...EVENT, announcement: { ...held, id: "a2", until_ms: -3_600_000 } } }));
    await waitFor(() => expect(page.phone.view.value.event?.announcement?.id).toBe("a2"));
    expect(isHeld()).toBeFalsy();
  });

  test("that the report is ready, and where", async () => {
    const report = { number: 1, programme_head: "", ballots_head: "" };
    page = await openJoined(snapshot([PROMPT], [statement(1)], { ...EVENT, report }));

    await page.reads("The report of this event is ready.");
    expect(page.root.querySelector('a[href="/e/MIL25/report"]')?.textContent).toBe("Read the report");
  });

  test("one that has had its time is not shown", async () => {
    const past = { ...announcement, until_ms: Date.now() - 60_000 };
    page = await openJoined(snapshot([PROMPT], [statement(1)], { ...EVENT, announcement: past }));

    expect(page.root.querySelector(".announced")).toBe(null);
  });

  test("a deadline that is near is said in minutes", async () => {
    const plan = { opens_ms: null, submit_closes_ms: null, closes_ms: Date.now() + 5.5 * 60_000 };
    page = await openJoined(snapshot([{ ...PROMPT, plan }], [statement(1)]));

    await page.reads("Closes in 5 minutes");
  });

  test("with nothing open yet, when the next prompt opens", async () => {
    page = await openJoined(snapshot([], [], { ...EVENT, opens_ms: Date.now() + 3_600_000 }));

    await page.reads("The next prompt opens at");
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

  test("that has not answered a vote for three seconds says so", async () => {
    page = await openLive();
    await page.reads("Live");
    vi.useFakeTimers();

    page.press("Agree");
    await vi.advanceTimersByTimeAsync(3_100);
    vi.useRealTimers();

    await page.reads("No answer yet");
    await page.reads("on this phone");
    const vote = page.asked().at(-1);
    page.says({ kind: "counted", op: vote && "op" in vote ? vote.op : 0 });
    await page.reads("Live");
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

  await page.reads("D’où participez-vous\u202f?");
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

test("the first screen of a rehearsal says that it is one", async () => {
  page = openPage(snapshot(undefined, undefined, { ...EVENT, rehearsal: true }));

  await page.reads("Rehearsal: nothing here counts");
  expect(page.hasButton("Mumbai")).toBe(true);
});
