import { fireEvent } from "@testing-library/dom";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { FromServer, Stage } from "../../wire/messages";
import { answerNothing, type AtDesk, openAtDesk, prompt } from "../at-desk";

const NOW = 1_000_000;
let desk: AtDesk;

const onStage = (change: Partial<Stage>): FromServer => ({
  kind: "changed",
  place: { epoch: "e", number: 2 },
  stage: { scene: "lobby", prompt: null, statement: null, frozen: false, until_ms: null, ...change },
});

beforeEach(() => {
  answerNothing();
  localStorage.clear();
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  desk.leave();
  vi.useRealTimers();
});

test("the lobby counts down from ten minutes, by the server's clock", () => {
  desk = openAtDesk([prompt(1)], []);
  desk.says({ kind: "pong", now: NOW + 500 });
  desk.says(onStage({}));
  desk.click("10 min", desk.page.querySelector<HTMLElement>(".stage__countdown") ?? desk.page);

  expect(desk.asked()).toEqual([{ kind: "set-stage", scene: "lobby", frozen: false, until_ms: NOW + 600_500, op: 1 }]);
});

test("what the lobby counts down to outlives a freeze, and is taken back", () => {
  desk = openAtDesk([prompt(1)], []);
  desk.says(onStage({ until_ms: NOW + 60_000 }));
  desk.press("f");
  desk.done();
  desk.click("No countdown");

  expect(desk.asked()).toEqual([
    { kind: "set-stage", scene: "lobby", frozen: true, until_ms: NOW + 60_000, op: 1 },
    { kind: "set-stage", scene: "lobby", frozen: false, op: 2 },
  ]);
});

test("it counts down to a time of day, and other scenes offer no countdown", () => {
  desk = openAtDesk([prompt(1)], []);
  desk.says(onStage({}));
  const field = desk.page.querySelector<HTMLInputElement>(".stage__countdown input");
  const at = new Date(2026, 10, 26, 9, 30).getTime();
  act(() => void fireEvent.input(field ?? desk.page, { target: { value: "2026-11-26T09:30" } }));
  desk.click("Save", desk.page.querySelector<HTMLElement>(".stage__countdown") ?? desk.page);
  expect(desk.asked()).toEqual([{ kind: "set-stage", scene: "lobby", frozen: false, until_ms: at, op: 1 }]);

  desk.says(onStage({ scene: "join" }));
  expect(desk.page.querySelector(".stage__countdown")).toBeNull();
});

const addresses = () =>
  [...desk.page.querySelectorAll<HTMLAnchorElement>(".screen-links a")].map((link) => new URL(link.href));

test("every scene that a screen may keep has its own address, with the prompt and the look that were chosen", () => {
  desk = openAtDesk([prompt(1), prompt(2)], []);
  expect(addresses().map(({ pathname, search, hash }) => pathname + search + hash).slice(0, 3)).toEqual([
    "/e/MIL25/screen",
    "/e/MIL25/screen?scene=join",
    "/e/MIL25/screen?scene=lobby",
  ]);

  const [which, look] = desk.page.querySelectorAll<HTMLSelectElement>(".screen-links select");
  act(() => void fireEvent.change(which ?? desk.page, { target: { value: "2" } }));
  act(() => void fireEvent.change(look ?? desk.page, { target: { value: "overlay" } }));

  expect(addresses().find(({ search }) => search.includes("scene=map"))?.search).toBe("?scene=map&prompt=2&overlay=");
});

test("an organiser makes the secret that all these addresses need, once it is counted", () => {
  desk = openAtDesk([prompt(1)], []);
  expect(desk.page.querySelector(".screen-links button")?.textContent).not.toContain("secret");
  desk.says({ kind: "welcome", role: "organiser", version: "0.1.0", now: NOW });
  desk.click("Make a secret link for screens");
  const [asked] = desk.asked();
  expect(asked).toMatchObject({ kind: "make-link", role: "projector" });
  expect(addresses().every(({ hash }) => hash === "")).toBe(true);

  desk.done();

  const secret = asked !== undefined && "secret" in asked ? asked.secret : "";
  expect(new Set(addresses().map(({ hash }) => hash))).toEqual(new Set([`#${secret}`]));
});
