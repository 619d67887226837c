import { findByText, getByLabelText, getByRole, getByText } from "@testing-library/dom";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { takeSecret } from "../../link/secret";
import { offer } from "../../text";
import { CreateEvent } from "./CreateEvent";
import type { CreatedEvent, EventWish } from "./create-event";
import { ENGLISH } from "../words";

const MADE: CreatedEvent = {
  code: "MIL25",
  links: {
    participant: "https://plenary.example/e/MIL25",
    projector: "https://plenary.example/e/MIL25/screen#pppppppppppppppp",
    moderator: "https://plenary.example/e/MIL25/desk#mmmmmmmmmmmmmmmm",
    organiser: "https://plenary.example/e/MIL25/desk#oooooooooooooooo",
  },
};

let page: HTMLElement;
let asked: EventWish[];

const open = (answer: CreatedEvent | { trouble: string }) => {
  const create = (wish: EventWish) => {
    asked.push(wish);
    return Promise.resolve(answer);
  };
  act(() => render(<CreateEvent isOperator create={create} />, page));
};

const fill = (label: string, value: string) => {
  getByLabelText<HTMLInputElement>(page, new RegExp(`^${label}`)).value = value;
};

const submit = () => act(async () => getByRole(page, "button", { name: "Create event" }).click());

beforeEach(() => {
  offer({ en: ENGLISH });
  localStorage.clear();
  asked = [];
  page = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  vi.unstubAllGlobals();
  act(() => render(null, page));
  page.remove();
});

test("an event is asked for with a venue and a prompt a line", async () => {
  open(MADE);
  fill("Title", "Assembly");
  fill("Venues", "Cartagena\n\nMumbai");
  fill("First prompts", "How?\nWhat first?");
  fill("Code", "mil25");
  await submit();

  expect(asked).toEqual([
    {
      title: "Assembly",
      language: "en",
      venues: ["Cartagena", "Mumbai"],
      prompts: ["How?", "What first?"],
      premoderated: true,
      level: "device",
      code: "MIL25",
    },
  ]);
});

test("the links are shown, without the secrets, and the desk opens on this device", async () => {
  open(MADE);
  fill("Title", "Assembly");
  await submit();

  expect(getByRole(page, "heading", { level: 1 }).textContent).toBe("Event MIL25 is there");
  expect(page.textContent).not.toContain("pppp");
  expect(getByRole(page, "link", { name: "Go to the desk" }).getAttribute("href")).toBe(MADE.links.organiser);
  await vi.waitFor(() => expect(takeSecret("moderator", "MIL25")).toBe("oooooooooooooooo"));
});

test("what went wrong is said in words", async () => {
  open({ trouble: "event-exists" });
  fill("Title", "Assembly");
  await submit();

  expect(getByRole(page, "alert").textContent).toBe("There is an event with this code already. Choose another.");
});

test("who signs out is told so only once the server has ended the session", async () => {
  const session = { id: "s1", began_ms: 0, expires_ms: 1, own: true };
  let ends = false;
  vi.stubGlobal("fetch", async (_: string, { method = "GET" }: RequestInit) =>
    method === "GET" ? Response.json({ sessions: [session] }) : new Response(null, { status: ends ? 204 : 503 }),
  );
  open(MADE);
  const signOut = async () => (await findByText(page, "Sign out")).click();

  await signOut();
  expect(await findByText(page, "The server did not take it.")).not.toBeNull();
  ends = true;
  await signOut();

  expect(await findByText(page, /You are signed out/)).not.toBeNull();
});

test("without the operator's secret the page says which address to open", () => {
  act(() => render(<CreateEvent isOperator={false} />, page));

  expect(getByText(page, /lacks its secret part/)).not.toBeNull();
});
