import { beforeEach, expect, test, vi } from "vitest";

import { dropSecret, keepSecret, newDevice, takeSecret } from "./secret";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal("fetch", async () => new Response(null, { status: 503 }));
  history.replaceState(null, "", "/e/MIL25/screen");
});

test("a secret in the fragment is taken out of the address bar", () => {
  location.hash = "#s3cret";

  expect(takeSecret("projector", "MIL25")).toBe("s3cret");
  expect([location.pathname, location.hash]).toEqual(["/e/MIL25/screen", ""]);
});

test("a page that is loaded again still has its secret", () => {
  location.hash = "#s3cret";
  takeSecret("projector", "MIL25");

  expect(takeSecret("projector", "MIL25")).toBe("s3cret");
});

test("where no cookie can be had, a secret that the server has welcomed is there in every later tab", async () => {
  await keepSecret("projector", "MIL25", "s3cret");

  expect(takeSecret("projector", "MIL25")).toBe("s3cret");
});

test("a secret that was exchanged for a cookie is left in no storage", async () => {
  const asked = vi.fn(async () => new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", asked);
  localStorage.setItem("plenary.moderator.MIL25", "s3cret");
  location.hash = "#s3cret";
  takeSecret("moderator", "MIL25");

  await keepSecret("moderator", "MIL25", "s3cret");
  await keepSecret("moderator", "MIL25", "s3cret");

  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  expect(asked.mock.calls).toEqual([
    ["/e/MIL25/key", expect.objectContaining({ method: "POST", body: '{"role":"moderator","secret":"s3cret"}' })],
  ]);
  expect(takeSecret("moderator", "MIL25")).toBeNull();
});

test("a wrong link costs the device nothing: the next load has the good secret again", async () => {
  await keepSecret("projector", "MIL25", "s3cret");
  location.hash = "#wrong";
  expect(takeSecret("projector", "MIL25")).toBe("wrong");

  dropSecret("projector", "MIL25");

  expect(takeSecret("projector", "MIL25")).toBe("s3cret");
});

test("every role and every event has a secret of its own", () => {
  location.hash = "#s3cret";
  takeSecret("projector", "MIL25");

  expect([takeSecret("moderator", "MIL25"), takeSecret("projector", "MIL26")]).toEqual([null, null]);
});

test("two loads are two devices", () => {
  expect(newDevice()).toMatch(/^[0-9a-f]{24}$/);
  expect(newDevice()).not.toBe(newDevice());
});
