import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";

import { health, leavePage, link, newPage, onStage, open, openWith, page, pass, pulse, say, screen, snapshot, TOLD } from "./hall";
import { optionsIn } from "./options";

beforeEach(newPage);
afterEach(leavePage);

const openAgain = () => {
  leavePage();
  document.body.append(page);
  // The page only: the link is not up yet.
  openWith("0123456789abcdef");
  act(() => link.onState("connecting"));
};

test("a screen that is loaded again without a network shows the last picture and says from when it is", () => {
  open(onStage("common-ground"), TOLD, pulse(30));
  pass(11);
  const before = page.querySelector(".screen__scene")?.innerHTML;
  expect(before).toContain("Each region sends one member.");

  openAgain();

  expect(page.querySelector(".screen__scene")?.innerHTML).toBe(before);
});

test("the picture kept is that of the moment the page goes", () => {
  open(onStage("map"), TOLD, pulse(30));
  say(snapshot({ scene: "slate", prompt: "p1" }, true));
  dispatchEvent(new Event("pagehide"));

  openAgain();

  expect(page.querySelector(".voices")?.textContent).toContain("speaks for about 9 people");
});

test("a refused link takes its picture along", () => {
  open(onStage("map"), TOLD, pulse(30));
  pass(11);
  act(() => link.onState("closed", "key-refused"));
  expect(page.querySelector(".screen")).toBeNull();

  openAgain();

  expect(page.querySelector(".screen")).toBeNull();
});

test("a damaged picture is passed over", () => {
  localStorage.setItem("plenary.last-frame.MIL25", '{"now": 1, "maps": 7');
  openAgain();

  expect(page.querySelector(".screen")).toBeNull();
});

test("after a freeze it says how many votes it caught up with, and then how old the data is", () => {
  open(snapshot({ scene: "map", prompt: "p1", frozen: true }, true), pulse(30), TOLD, pulse(67));
  expect(health()).toContain("+37 votes since");
  say({ kind: "changed", place: { epoch: "e", number: 2 }, stage: { ...STAGE, frozen: false } }, { ...TOLD, frame: 3 });

  expect(health()).toBe("Caught up: 37 votes");
  expect(screen.isCatchingUp.value).toBe(true);
  pass(9);
  expect(health()).toContain("old");
});
const STAGE = { scene: "map", prompt: "p1", statement: null, until_ms: null } as const;

test("a screen's address pins its scene, and what is not understood is passed over", () => {
  expect(optionsIn("?scene=map&prompt=2&theme=bright&overlay")).toEqual({
    pinned: { scene: "map", prompt: 2 },
    theme: "bright",
    overlay: true,
  });
  expect(optionsIn("?scene=statement&prompt=x&theme=pink")).toEqual({ pinned: undefined, theme: undefined, overlay: false });
});
