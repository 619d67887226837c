import { getByRole, waitFor } from "@testing-library/dom";
import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { EnterCode } from "./EnterCode";
import { newBrowser } from "./hall";

const root = document.createElement("div");
const gone = vi.fn();
const field = () => getByRole<HTMLInputElement>(root, "textbox", { name: "Event code" });
const enter = (code: string) => {
  field().value = code;
  field().dispatchEvent(new Event("input", { bubbles: true }));
  root.querySelector("form")?.requestSubmit();
};
const answering = (answer: () => Promise<{ status: number }>) => vi.stubGlobal("fetch", vi.fn(answer));

beforeEach(async () => {
  await newBrowser();
  document.body.replaceChildren(root);
  gone.mockReset();
  render(<EnterCode go={gone} />, root);
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

test("a code that there is opens the event, in capitals and without spaces", async () => {
  answering(async () => ({ status: 200 }));

  enter(" mil 25 ");

  await waitFor(() => expect(gone).toHaveBeenCalledWith("/e/MIL25"));
  expect(fetch).toHaveBeenCalledWith("/api/v1/events/MIL25");
});

test("a code that there is not is said to be unknown, and can be mended at once", async () => {
  answering(async () => ({ status: 404 }));

  enter("NOPE");

  await waitFor(() => expect(root.textContent).toContain("There is no event with the code NOPE."));
  expect(document.activeElement).toBe(field());
  expect(field().getAttribute("aria-invalid")).toBe("true");
  expect(gone).not.toHaveBeenCalled();
});

test("a server that gives no answer is not taken for an unknown code", async () => {
  answering(() => Promise.reject(new TypeError("failed to fetch")));

  enter("MIL25");

  await waitFor(() => expect(root.textContent).toContain("The server gave no answer."));
});

test("an empty field asks for the code without asking the server", async () => {
  answering(async () => ({ status: 200 }));

  enter("  ");

  await waitFor(() => expect(root.textContent).toContain("Type the event’s code first."));
  expect(fetch).not.toHaveBeenCalled();
});
