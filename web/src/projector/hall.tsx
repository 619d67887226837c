/** For tests: a projector's page, and the words of the server behind it. */

import { render } from "preact";
import { act } from "preact/test-utils";

import { A_PROMPT, A_STATEMENT, AN_EVENT } from "../view/examples";
import type { LinkOptions } from "../link/socket";
import { offer } from "../text";
import type { FromServer, Pulse, Scene, Stage, StatementView, WholeMap } from "../wire/messages";
import { optionsIn } from "./options";
import { Projector } from "./Projector";
import { openScreen, type ScreenState } from "./screen-state";
import { ENGLISH } from "./words";

export const JOIN = { address: "plenary.example", qr: "/e/MIL25/qr.svg" };
export const START = Date.UTC(2026, 10, 22, 14, 3);

export const MAP: WholeMap = {
  kind: "map",
  prompt: "p1",
  frame: 1,
  at: START,
  votes: 30,
  dots: {
    places: new Uint8Array(new Uint16Array([1000, 1000, 60_000, 60_000]).buffer),
    groups: new Uint8Array([0, 1]),
  },
  groups: [
    { label: "A", size: 7, x: 1000, y: 1000 },
    { label: "B", size: 5, x: 60_000, y: 60_000 },
  ],
  findings: {
    results: [["s1", [9, 2, 1, 0, 6, 1, 0, 0, 3, 1, 1, 0], 700, 100, []]],
    common_ground: ["s1"],
    fault_lines: [],
  },
  notes: ["no_clear_groups"],
};

/** With all that an analysis may find. */
export const TOLD: WholeMap = {
  ...MAP,
  frame: 2,
  findings: {
    ...MAP.findings,
    discuss: ["s1"],
    reasons: [{ code: "venues", share: 0.3, venue: "cartagena" }],
    slate: [{ statement: "s1", speaks_for: 9, newly: 9 }],
    shifts: [{ statement: "s1", votes: 14, before: 0.25, after: 0.6, low: 0.2, high: 0.5 }],
    gaps: [{ statement: "s1", venue: "cartagena", share: 0.2, others: 0.75, difference: -0.5 }],
  },
  happenings: [{ kind: "split", group: "B", other: "A" }],
};

export const STATEMENT: StatementView = {
  ...A_STATEMENT,
  number: 7,
  text: "Each region sends one member.",
};

export const snapshot = (stage: Partial<Stage>, results = false): FromServer => ({
  kind: "snapshot",
  place: { epoch: "e", number: 1 },
  event: { ...AN_EVENT, venues: [{ id: "cartagena", name: "Cartagena" }] },
  stage: { scene: "join", prompt: null, statement: null, frozen: false, until_ms: null, ...stage },
  prompts: [{ ...A_PROMPT, results }],
  statements: [STATEMENT],
});

export const pulse = (votes: number): Pulse => ({
  kind: "pulse",
  now,
  joined: 12,
  votes,
  present: [
    { mode: "in-room", venue: "cartagena", people: 8 },
    { mode: "remote", people: 3 },
  ],
});

export let page: HTMLElement;
export let link: LinkOptions;
export let screen: ScreenState;
export let now = START;

export const say = (...messages: FromServer[]) => act(() => messages.forEach((message) => link.onMessage(message)));

export const pass = (seconds: number) => {
  now += seconds * 1000;
  act(() => screen.tick());
};

export const open = (...messages: FromServer[]) => openWith("0123456789abcdef", ...messages);

export const openWith = (key: string | null, ...messages: FromServer[]) => {
  screen = openScreen({
    code: "MIL25",
    key,
    device: "screen-1",
    version: "0.1.0",
    clock: () => now,
    connect: (options) => {
      link = options;
      return { send: () => true, close: () => undefined };
    },
  });
  act(() => render(<Projector screen={screen} join={JOIN} options={optionsIn("")} />, page));
  act(() => link.onState("live"));
  say(...messages);
};

export const health = () => page.querySelector(".health")?.textContent ?? "";
export const tone = () => page.querySelector(".health")?.className;
export const onStage = (scene: Scene) => snapshot({ scene, prompt: "p1" });

/** A page without a link, at the start of time. Call before each test. */
export const newPage = () => {
  offer({ en: ENGLISH });
  now = START;
  sessionStorage.clear();
  localStorage.clear();
  page = document.body.appendChild(document.createElement("div"));
};

/** Call after each test. */
export const leavePage = () => {
  act(() => render(null, page));
  page.remove();
};
