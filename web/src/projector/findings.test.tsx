import { getByText } from "@testing-library/dom";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Scene, Stage, WholeMap } from "../wire/messages";
import { MAP, TOLD, leavePage, newPage, open, page, pulse, say, snapshot } from "./hall";

beforeEach(newPage);
afterEach(leavePage);

describe("what the analysis found is said", () => {
  const on = (scene: Scene, map: WholeMap = TOLD) => open(snapshot({ scene, prompt: "p1" }, true), map, pulse(30));

  test("why a statement is worth talking about", () => {
    on("discuss");
    expect(getByText(page, "\u2068Cartagena\u2069 sees it differently")).not.toBeNull();
  });

  test("what the list counts, beside a group whose numbers say the contrary", () => {
    const results = [["s1", [9, 12, 0, 0, 6, 1, 0, 0, 3, 11, 0, 0], 700, 100, ["", "", "agree"]]] as const;
    on("common-ground", { ...MAP, findings: { ...MAP.findings, results } });
    const columns = [...page.querySelectorAll(".findings tbody td")].map(({ textContent }) => textContent);
    expect(columns.map((text) => text?.includes("repeated ballots counted once: most agree"))).toEqual([false, false, true]);
    expect(columns[2]).toContain("✕ 11");
  });

  test("what changed, from where to where and on how many votes", () => {
    on("changed");
    expect(page.querySelector(".shift__words")?.textContent).toBe("Earlier25% agreeIn the last minutes60% agree from 14 new votes");
  });

  test("how a venue differs, with the share that agrees on both sides", () => {
    on("venues");
    expect(page.querySelector(".gap")?.textContent).toBe("Cartagenaabout 20% agreeEverywhere elseabout 75% agree");
  });

  test("for how many a statement speaks", () => {
    on("slate");
    expect(getByText(page, "speaks for about 9 people")).not.toBeNull();
  });

  test("what happened to the groups, and it stays while maps go on coming", () => {
    on("map");
    say({ ...TOLD, frame: 3, happenings: [] });
    expect(getByText(page, "Group B has split from A")).not.toBeNull();
  });

  test("how many votes would tell whether there are groups", () => {
    on("map", { ...MAP, groups: [], wanted: 120 });
    expect(page.querySelector(".legend__why")?.textContent).toContain("About 120 more votes would tell");
  });

  test("that nothing changed, and that no venue differs, is said and not left blank", () => {
    on("changed", MAP);
    expect(getByText(page, /Nothing has changed beyond chance/)).not.toBeNull();
    on("venues", MAP);
    expect(getByText(page, "There is only one venue to look at.")).not.toBeNull();
  });
});

test("the lobby counts down by the server's clock and says when it is time", () => {
  open(snapshot({ scene: "lobby", until_ms: Date.now() + 754_000 }), pulse(30));
  expect(page.querySelector(".lobby__clock")?.textContent).toMatch(/^12:3\d$/);
  say({ kind: "changed", place: { epoch: "e", number: 2 }, stage: { ...LOBBY, until_ms: Date.now() - 1 } });
  expect(getByText(page, "We begin any moment now")).not.toBeNull();
  say({ kind: "changed", place: { epoch: "e", number: 3 }, stage: LOBBY });
  expect(page.querySelector(".lobby__countdown")).toBeNull();
});
const LOBBY: Stage = { scene: "lobby", prompt: null, statement: null, frozen: false, until_ms: null };
