import { expect, test } from "vitest";

import { readBoot } from "./boot";

test("the boot state is read from the page", () => {
  const boot = { page: "participant", version: "0.1.0", code: "MIL25", address: null, snapshot: null };
  const script = document.createElement("script");
  script.type = "application/json";
  script.id = "boot";
  script.textContent = JSON.stringify(boot);
  document.body.replaceChildren(script);

  expect(readBoot()).toEqual(boot);
});

test("a page without boot state is not ours", () => {
  document.body.replaceChildren();

  expect(readBoot).toThrow();
});
