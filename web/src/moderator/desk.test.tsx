import axe from "axe-core";
import {
  getAllByRole,
  getByLabelText,
  getByRole,
  getByText,
  queryByRole,
  queryByText,
  within,
} from "@testing-library/dom";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { LinkOptions } from "../link/socket";
import { offer } from "../text";
import type { FromClient, FromServer, PromptView, StatementView } from "../wire/messages";
import { A_PROMPT, A_STATEMENT, AN_EVENT } from "../view/examples";
import { answerNothing } from "./at-desk";
import { Desk } from "./Desk";
import { openDesk } from "./desk-state";
import { ENGLISH } from "./words";

const JOIN = { address: "plenary.example", qr: "/e/MIL25/qr.svg" };

const prompt = (change: Partial<PromptView> = {}): PromptView => ({
  ...A_PROMPT,
  ...change,
});

const statement = (number: number, change: Partial<StatementView> = {}): StatementView => ({
  ...A_STATEMENT,
  id: `s${number}`,
  number,
  text: `Statement number ${number}.`,
  standing: "waiting",
  ...change,
});

let page: HTMLElement;
let sent: FromClient[];
let link: LinkOptions;

const say = (...messages: FromServer[]) => act(() => messages.forEach((message) => link.onMessage(message)));

const press = (key: string, on: EventTarget = document) =>
  act(() => void on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));

const click = (name: string | RegExp, where: HTMLElement = page) =>
  act(() => getByRole(where, "button", { name }).click());

const openAt = () => {
  const desk = openDesk({
    code: "MIL25",
    key: "0123456789abcdef",
    device: "desk-1",
    version: "0.1.0",
    connect: (options) => {
      link = options;
      // Which statement the moderator is on is told to others all the time.
      return { send: (message) => message.kind === "claim" || sent.push(message) > 0, close: () => undefined };
    },
  });
  act(() => render(<Desk desk={desk} join={JOIN} code="MIL25" />, page));
};

const open = (prompts: PromptView[], statements: StatementView[]) => {
  openAt();
  act(() => link.onState("live"));
  say({
    kind: "snapshot",
    place: { epoch: "e", number: 1 },
    event: { ...AN_EVENT, title: "Assembly" },
    stage: { scene: "join", prompt: null, statement: null, frozen: false, until_ms: null },
    prompts,
    statements,
  });
};

const changed = (...statements: StatementView[]): FromServer => ({
  kind: "changed",
  place: { epoch: "e", number: 2 },
  statements,
});

const waitingTexts = () => getAllByRole(page, "listitem").map((item) => item.dataset["id"]).filter(Boolean);

beforeEach(() => {
  offer({ en: ENGLISH });
  answerNothing();
  sent = [];
  page = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, page));
  page.remove();
});

test("opening a draft asks the server to open it", () => {
  open([prompt({ phase: "draft" })], []);
  click("Open");

  expect(sent).toEqual([{ kind: "open-prompt", prompt: "p1", op: 1 }]);
});

test("a prompt that is being opened cannot be opened again until the answer comes", () => {
  open([prompt({ phase: "draft" })], []);
  click("Open");

  expect(getByRole<HTMLButtonElement>(page, "button", { name: "Open" }).disabled).toBe(true);
  say({ kind: "counted", op: 1 });
  expect(getByRole<HTMLButtonElement>(page, "button", { name: "Open" }).disabled).toBe(false);
});

test("a switch changes only itself, and shows what the server holds", () => {
  open([prompt()], []);
  const results = getByRole<HTMLInputElement>(page, "switch", { name: "see results" });
  act(() => results.click());

  expect(sent).toEqual([{ kind: "set-switches", prompt: "p1", submit: true, vote: true, results: true, op: 1 }]);
  expect(results.checked).toBe(false);
});

test("each line of seeds is a request, and what is refused stays in the field", () => {
  open([prompt()], []);
  const field = getByLabelText<HTMLTextAreaElement>(page, /One statement a line/);
  act(() => {
    field.value = "One.\n\n Two. ";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  click("Add 2 statements");
  say({ kind: "counted", op: 1 }, { kind: "refused", op: 2, code: "statement-twice" });

  expect(sent).toEqual([
    { kind: "seed", prompt: "p1", text: "One.", language: "en", op: 1 },
    { kind: "seed", prompt: "p1", text: "Two.", language: "en", op: 2 },
  ]);
  expect(field.value).toBe("Two.");
});

test("j and k move through the waiting statements, s shows and r rejects the one they are on", () => {
  open([prompt()], [statement(1), statement(2)]);
  press("j");
  press("s");
  press("k");
  press("r");

  expect(sent).toEqual([
    { kind: "show", statement: "s2", op: 1 },
    { kind: "reject", statement: "s1", op: 2 },
  ]);
});

test("a figure rejects with its reason, which its author reads in their own language", () => {
  open([prompt()], [statement(1)]);
  press("3");

  expect(sent).toEqual([{ kind: "reject", statement: "s1", because: "off-topic", op: 1 }]);
});

test("keys are letters again while somebody is writing", () => {
  open([prompt()], [statement(1)]);
  press("s", getByLabelText(page, "New prompt"));

  expect(sent).toEqual([]);
});

test("u undoes this desk's latest decision, by its number", () => {
  open([prompt()], [statement(1)]);
  press("s");
  say({ kind: "counted", op: 1 }, changed(statement(1, { standing: "shown", decisions: 1 })));
  press("u");

  expect(sent.at(-1)).toEqual({ kind: "undo", statement: "s1", decision: 1, op: 2 });
});

test("a statement decided on at another desk leaves the queue here", () => {
  open([prompt()], [statement(1), statement(2)]);
  say(changed(statement(1, { standing: "shown", decisions: 1 })));

  expect(waitingTexts()).toEqual(["s2"]);
});

test("when the statement with the focus leaves, the focus goes to the next", () => {
  open([prompt()], [statement(1), statement(2), statement(3)]);
  press("j");
  expect((document.activeElement as HTMLElement).dataset["id"]).toBe("s2");
  say(changed(statement(2, { standing: "rejected", decisions: 1 })));

  expect((document.activeElement as HTMLElement).dataset["id"]).toBe("s3");
});

test("a rejected statement can be taken back, reason and all", () => {
  open([prompt()], [statement(1, { standing: "rejected", decisions: 3, because: "twice", reason: "see number 3" })]);
  click(/^Rejected/);
  expect(getByText(page, "see number 3").tagName).toBe("BDI");
  expect(page.textContent).toContain("said already");
  click("Undo decision");

  expect(sent).toEqual([{ kind: "undo", statement: "s1", decision: 3, op: 1 }]);
});

test("a refusal is said in words, politely", () => {
  open([prompt()], [statement(1)]);
  press("s");
  say({ kind: "refused", op: 1, code: "decision-superseded" });

  const said = getAllByRole(page, "status").map((region) => region.textContent);
  expect(said.join()).toContain("Somebody else has decided on this statement since.");
});

test("a refusal without words of its own is said all the same", () => {
  open([prompt()], [statement(1)]);
  press("s");
  say({ kind: "refused", op: 1, code: "from-a-newer-server" });

  expect(getByText(page, "The server did not take it.")).not.toBeNull();
});

test("while the link is down every control is off, and the page says why", () => {
  open([prompt()], [statement(1)]);
  act(() => link.onState("waiting"));

  expect(getByRole(page, "alert").textContent).toContain("No connection to the server.");
  const show = getByRole<HTMLButtonElement>(page, "button", { name: "Show" });
  expect(show.disabled).toBe(true);
  press("s");
  expect(sent).toEqual([]);
});

test("a request that got no answer is sent again, under the same number, once the link is back", () => {
  open([prompt()], [statement(1)]);
  press("s");
  act(() => link.onState("waiting"));
  act(() => link.onState("live"));

  expect(sent).toEqual([
    { kind: "show", statement: "s1", op: 1 },
    { kind: "show", statement: "s1", op: 1 },
  ]);
});

test("freezing keeps the scene", () => {
  open([prompt()], []);
  click("Freeze the screen");

  expect(sent).toEqual([{ kind: "set-stage", scene: "join", frozen: true, op: 1 }]);
});

test("the preview holds its picture while the screen is frozen", () => {
  open([prompt()], []);
  const stage = { scene: "map", prompt: "p1", statement: null, frozen: true, until_ms: null } as const;
  const map = (frame: number, size: number): FromServer => ({
    kind: "map",
    prompt: "p1",
    frame,
    at: frame,
    votes: frame,
    dots: { places: new Uint8Array(4), groups: new Uint8Array(1) },
    groups: [{ label: "A", size, x: 0, y: 0 }],
  });
  const size = () => page.querySelector(".stage__preview .legend__size")?.firstElementChild?.textContent;
  say({ kind: "changed", place: { epoch: "e", number: 2 }, stage }, map(1, 10), map(2, 20));
  expect(size()).toBe("10");

  say({ kind: "changed", place: { epoch: "e", number: 3 }, stage: { ...stage, frozen: false } });
  expect(size()).toBe("20");
});

test("the preview has the hall's numbers, and the desk's own list the counts as they are", () => {
  open([prompt({ results: true })], [statement(1, { standing: "shown" })]);
  const stage = { scene: "statement", prompt: "p1", statement: "s1", frozen: false, until_ms: null } as const;
  say(
    { kind: "changed", place: { epoch: "e", number: 2 }, stage },
    {
      kind: "map",
      prompt: "p1",
      frame: 1,
      at: 1,
      votes: 13,
      dots: { places: new Uint8Array(4), groups: new Uint8Array(1) },
      findings: {
        results: [["s1", [11, 2, 0, 0], 800, 0, []]],
        told: [["s1", [0, 0, 0, 0], 0, 0, ["few"]]],
      },
    },
  );

  expect(page.querySelector(".stage__preview .tally")?.className).toContain("tally--few");
  expect(page.querySelector<HTMLMeterElement>(".coverage meter")?.value).toBe(1);
});

test("another scene keeps the freeze and names its prompt", () => {
  open([prompt()], []);
  say({
    kind: "changed",
    place: { epoch: "e", number: 2 },
    stage: { scene: "join", prompt: null, statement: null, frozen: true, until_ms: null },
  });
  click("Opinion map", getByRole(page, "group", { name: "What the screen shows" }));

  expect(sent).toEqual([{ kind: "set-stage", scene: "map", prompt: "p1", frozen: true, op: 1 }]);
});

test("a draft offers no way onto the screen", () => {
  open([prompt({ phase: "draft" })], []);
  expect(queryByRole(page, "group", { name: "Put on screen" })).toBeNull();
});

test("a new event says what to do first", () => {
  open([], []);
  const steps = getByRole(page, "region", { name: "What to do now" });
  const next = within(steps).getAllByRole("listitem").find((item) => item.getAttribute("aria-current") === "step");

  expect(next?.textContent).toContain("Add a prompt");
});

test("a refused key is said once, and nothing pretends to go on connecting", () => {
  openAt();
  act(() => link.onState("closed", "key-refused"));

  expect(getByRole(page, "alert").textContent).toContain("This link does not open this page.");
  expect(queryByText(page, "Connecting to the event…")).toBeNull();
});

test("axe finds nothing on a desk at work", async () => {
  open([prompt(), prompt({ id: "p2", number: 2, phase: "draft" })], [statement(1), statement(2)]);
  const { violations } = await axe.run(page, { rules: { "color-contrast": { enabled: false } } });

  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
});
