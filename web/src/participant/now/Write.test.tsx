import { getByRole, waitFor } from "@testing-library/dom";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { newBrowser, openJoined, openLive, openPage, type Page, PROMPT, snapshot, statement } from "../hall";
import { countOf } from "./length";

let page: Page;
const field = () => getByRole<HTMLTextAreaElement>(page.root, "textbox", { name: "Your statement" });
const write = async (text: string) => {
  page.press("Write a statement");
  await waitFor(field);
  field().value = text;
  field().dispatchEvent(new Event("input", { bubbles: true }));
};
const submitted = () => page.asked().filter((message) => message.kind === "submit");

beforeEach(newBrowser);
afterEach(() => {
  page.leave();
  vi.unstubAllGlobals();
});

describe("writing a statement", () => {
  test("counts down the characters that are left, as the server will count them", async () => {
    page = await openJoined();

    await write("  Trams  at night ");

    await page.reads("26 characters left");
  });

  test("sends it, says what comes next, and makes room for another", async () => {
    page = await openLive();
    await write("Trams at night");

    page.press("Send");

    await waitFor(() =>
      expect(submitted()).toEqual([{ kind: "submit", op: 2, prompt: "p1", text: "Trams at night", language: "en" }]),
    );
    await page.reads("A moderator reads it before others see it");
    expect(page.phone.recall("draft/p1")).toBe("");
  });

  test("says beforehand, and afterwards, who will see it first, as the prompt has it", async () => {
    page = await openLive(snapshot([{ ...PROMPT, premoderated: false }]));
    await write("Trams at night");
    await page.reads("Others see it at once");

    page.press("Send");

    await page.reads("Others can vote on it as soon as it arrives");
  });

  test("sends nothing while it is too long or empty, and says why", async () => {
    page = await openLive();
    await write("x".repeat(42));
    await page.reads("2 characters too many");
    page.press("Send");

    field().value = " ";
    field().dispatchEvent(new Event("input", { bubbles: true }));
    await page.reads("40 characters left");
    page.press("Send");

    await page.reads("Write something first.");
    expect(submitted()).toEqual([]);
    expect(field().getAttribute("aria-invalid")).toBe("true");
  });

  test("shows what is close to it already, and leads there instead", async () => {
    const said = { ...statement(7), text: "Trams should run all night" };
    page = await openLive(snapshot([PROMPT], [statement(1), said]));
    await write("Trams should run all night long");
    await page.reads("Somebody has said something close to this:Trams should run all night");

    page.press("Vote on that one instead");

    await waitFor(() => expect(page.card()).toBe("Trams should run all night"));
    expect(page.phone.recall("draft/p1")).toBe("");
    expect(submitted()).toEqual([]);
  });

  test("survives a reload before it is sent", async () => {
    page = await openJoined();
    await write("Trams at");
    page.leave();

    page = openPage();

    await waitFor(() => expect(field().value).toBe("Trams at"));
  });
});

test.each([
  ["", 0],
  [" \n ", 0],
  [" two  words\n", 9],
  ["e\u0301", 1],
  ["👍🏽", 2],
])("%j counts %i characters", (text, count) => {
  expect(countOf(text)).toBe(count);
});
