import { beforeEach, expect, test } from "vitest";

import { dropSecret, keepSecret, newDevice, takeSecret } from "./secret";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
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

test("a secret that the server has welcomed is there in every later tab", () => {
  keepSecret("projector", "MIL25", "s3cret");

  expect(takeSecret("projector", "MIL25")).toBe("s3cret");
});

test("a wrong link costs the device nothing: the next load has the good secret again", () => {
  keepSecret("projector", "MIL25", "s3cret");
  location.hash = "#wrong";
  expect(takeSecret("projector", "MIL25")).toBe("wrong");

  dropSecret("projector", "MIL25");

  expect(takeSecret("projector", "MIL25")).toBe("s3cret");
});

test("every role and every event has a secret of its own", () => {
  location.hash = "#s3cret";
  takeSecret("projector", "MIL25");

  expect([takeSecret("moderator", "MIL25"), takeSecret("projector", "MIL26")]).toEqual([undefined, undefined]);
});

test("two loads are two devices", () => {
  expect(newDevice()).toMatch(/^[0-9a-f]{24}$/);
  expect(newDevice()).not.toBe(newDevice());
});
