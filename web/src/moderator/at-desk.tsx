/** A desk in a test, and the server behind it. */

import { fireEvent, getByRole } from "@testing-library/dom";
import { render } from "preact";
import { act } from "preact/test-utils";
import { vi } from "vitest";

import type { LinkOptions } from "../link/socket";
import { offer } from "../text";
import { A_PROMPT, A_STATEMENT, AN_EVENT } from "../view/examples";
import type { FromClient, FromServer, PromptView, StatementView } from "../wire/messages";
import { Desk } from "./Desk";
import { openDesk } from "./desk-state";
import { ENGLISH } from "./words";

export const prompt = (number: number, change: Partial<PromptView> = {}): PromptView => ({
  ...A_PROMPT,
  id: `p${number}`,
  number,
  text: `Prompt number ${number}?`,
  ...change,
});

export const waiting = (number: number, change: Partial<StatementView> = {}): StatementView => ({
  ...A_STATEMENT,
  id: `s${number}`,
  number,
  text: `Statement number ${number}.`,
  standing: "waiting",
  ...change,
});

export interface AtDesk {
  page: HTMLElement;
  /** What the desk asked, without claims. */
  asked(): FromClient[];
  /** What it told the other moderators. */
  claims(): FromClient[];
  says(message: FromServer): void;
  /** The server has done everything that was asked so far. */
  done(): void;
  click(name: string | RegExp, where?: HTMLElement): void;
  press(key: string): void;
  write(label: string | RegExp, text: string): void;
  leave(): void;
}

/** A server that keeps no reports, runs no rehearsal and knows no tickets. */
export const answerNothing = (): void => {
  vi.stubGlobal("fetch", async () => new Response(null, { status: 404 }));
};

export const openAtDesk = (prompts: readonly PromptView[], statements: readonly StatementView[]): AtDesk => {
  offer({ en: ENGLISH });
  const page = document.body.appendChild(document.createElement("div"));
  const sent: FromClient[] = [];
  let answered = 0;
  let link: LinkOptions | undefined;
  const desk = openDesk({
    code: "MIL25",
    key: "0123456789abcdef",
    device: "mine",
    version: "0.1.0",
    connect: (options) => {
      link = options;
      return { send: (message) => sent.push(message) > 0, close: () => undefined };
    },
  });
  const says = (message: FromServer) => act(() => link?.onMessage(message));
  const asked = () => sent.filter((message) => message.kind !== "claim");
  act(() => render(<Desk desk={desk} join={{ address: "plenary.example", qr: "/qr.svg" }} code="MIL25" />, page));
  act(() => link?.onState("live"));
  says({
    kind: "snapshot",
    place: { epoch: "e", number: 1 },
    event: AN_EVENT,
    stage: { scene: "join", prompt: null, statement: null, frozen: false, until_ms: null },
    prompts,
    statements,
  });
  return {
    page,
    asked,
    claims: () => sent.filter((message) => message.kind === "claim"),
    says,
    done() {
      const open = asked().slice(answered);
      answered += open.length;
      for (const message of open) if ("op" in message) says({ kind: "counted", op: message.op });
    },
    click: (name, where = page) => act(() => getByRole(where, "button", { name }).click()),
    press: (key) => act(() => void document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))),
    write: (label, text) =>
      act(() => void fireEvent.input(getByRole(page, "textbox", { name: label }), { target: { value: text } })),
    leave() {
      act(() => render(null, page));
      page.remove();
    },
  };
};
