/** For tests: the words in which they speak of phones, servers and what happens between them. */

import "fake-indexeddb/auto";

import { getByRole, queryByRole, waitFor } from "@testing-library/dom";
import { render } from "preact";
import { vi } from "vitest";

import { FakeSocket } from "../link/fake_socket";
import type { Boot } from "../view/boot";
import type { Changed, EventView, FromClient, FromServer, PromptView, Snapshot, StatementView } from "../wire/messages";
import { openCards } from "./cards";
import { fetchLater } from "./fetching";
import { watch } from "./news";
import { A_PROMPT, A_STATEMENT, AN_EVENT } from "../view/examples";
import { Participant } from "./Participant";
import { openPhone, type Phone } from "./phone";
import { speak } from "./words";

export const EVENT: EventView = {
  ...AN_EVENT,
  venues: [
    { id: "cartagena", name: "Cartagena" },
    { id: "mumbai", name: "Mumbai" },
  ],
  statement_limit: 40,
};

export const PROMPT: PromptView = {
  ...A_PROMPT,
  text: "How should the Alliance be governed?",
};

export const statement = (number: number): StatementView => ({
  ...A_STATEMENT,
  id: `s${number}`,
  number,
  text: `Statement ${number}`,
});

export const snapshot = (
  prompts: readonly PromptView[] = [PROMPT],
  statements: readonly StatementView[] = [1, 2, 3].map(statement),
  event: EventView = EVENT,
): Snapshot => ({
  kind: "snapshot",
  place: { epoch: "k3v9", number: 1 },
  event,
  stage: { scene: "join", prompt: null, statement: null, frozen: false, until_ms: null },
  prompts,
  statements,
});

export const changed = (number: number, what: Partial<Changed>): Changed => ({
  kind: "changed",
  place: { epoch: "k3v9", number },
  ...what,
});

/** A browser that has never been here, in a world without servers. Call before each test. */
export const newBrowser = async (): Promise<void> => {
  localStorage.clear();
  indexedDB = new IDBFactory();
  location.hash = "";
  FakeSocket.opened = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("scrollTo", () => undefined);
  await speak(["en"]);
};

/** A phone's page and the server behind it. */
export interface Page {
  readonly root: HTMLElement;
  readonly phone: Phone;
  button(name: string | RegExp): HTMLElement;
  hasButton(name: string | RegExp): boolean;
  press(name: string | RegExp): void;
  key(key: string, more?: KeyboardEventInit): void;
  /** The statement on the card; undefined where there is none. */
  card(): string | undefined;
  reads(text: string): Promise<void>;
  server(): FakeSocket;
  says(...messages: FromServer[]): void;
  /** What the phone asked, hello and pings aside. */
  asked(): readonly FromClient[];
  leave(): void;
}

/** Opens the page with the boot state, the socket still on its way. */
export const openPage = (first: Snapshot | null = snapshot(), isPartial = false): Page => {
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  const boot: Boot = { page: "participant", version: "0.1.0", code: EVENT.code, address: null, snapshot: first, isPartial };
  const phone = openPhone(boot, EVENT.code);
  const stopNews = watch(phone);
  void fetchLater();
  render(<Participant phone={phone} cards={openCards(phone)} />, root);
  const server = () => FakeSocket.last;
  const button = (name: string | RegExp) => getByRole(root, "button", { name });
  return {
    root,
    phone,
    server,
    button,
    hasButton: (name) => queryByRole(root, "button", { name }) !== null,
    press: (name) => button(name).click(),
    key: (key, more) =>
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more })),
    card: () => root.querySelector(".card__statement")?.textContent ?? undefined,
    // What is fetched behind the first card takes a busy machine longer than the second that is waited by itself.
    reads: (text) => waitFor(() => void (root.textContent.includes(text) || fail(text, root.textContent)), { timeout: 4_000 }),
    says: (...messages) => messages.forEach((message) => server().say(message)),
    asked: () => server().sent.filter((message) => message.kind !== "hello" && message.kind !== "ping"),
    leave() {
      stopNews();
      phone.close();
      render(null, root);
    },
  };
};

/** The same, with somebody who has said where they are. */
export const openJoined = async (first: Snapshot | null = snapshot()): Promise<Page> => {
  const page = openPage(first);
  page.press("Mumbai");
  await waitFor(() => getByRole(page.root, "navigation"));
  return page;
};

/** The same, joined and voting while the server answers. */
export const openLive = async (first: Snapshot | null = snapshot()): Promise<Page> => {
  const page = await openJoined(first);
  page.server().welcome();
  page.says({ kind: "you", participant: "mz" });
  await waitFor(() => void (page.asked().length > 0 || fail("a join", "nothing")));
  page.says({ kind: "counted", op: 1 });
  return page;
};

const fail = (due: string, found: string): never => {
  throw new Error(`${due} is not in: ${found}`);
};
