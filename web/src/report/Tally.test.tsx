import { render } from "preact";
import { beforeAll, expect, test } from "vitest";

import { Row } from "./Tally";
import { speak } from "./words";

beforeAll(() => speak(["en"]));

const drawn = (leaning: "agree" | "disagree" | "mixed" | "", agree: number, disagree: number): string => {
  const page = document.createElement("dl");
  render(<Row name="B" counts={{ agree, disagree, passed: 0, other: 0 }} leaning={leaning} k={5} />, page);
  return page.textContent ?? "";
};

test("numbers that say the contrary of the lists have beside them what the lists count", () => {
  expect(drawn("agree", 7, 15)).toContain("15 disagree");
  expect(drawn("agree", 7, 15)).toContain("repeated ballots counted once: most agree");
});

test("numbers that do not have nothing beside them", () => {
  for (const word of ["agree", "mixed", ""] as const) expect(drawn(word, 15, 7)).not.toContain("counted once");
});
