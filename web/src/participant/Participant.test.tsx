import { getByRole } from "@testing-library/dom";
import { render } from "preact";
import { expect, test } from "vitest";

import { Participant } from "./Participant";

test("the page has one heading of the first level", () => {
  const page = document.createElement("div");
  render(<Participant />, page);

  expect(getByRole(page, "heading", { level: 1 }).textContent).toBe("Plenary");
});
