import { expect, test } from "vitest";

import { offer, t } from ".";
import { isolated } from "./isolated";

test("what somebody wrote stands in a sentence between a mark that isolates it and the one that ends this", () => {
  offer({ en: { claim: "{name} looks at it (since 9:00)" } });

  expect(t("claim", { name: isolated("مريم") })).toBe("\u2068مريم\u2069 looks at it (since 9:00)");
});

test("in a sentence from right to left every word that is put in stands by itself, with the number behind it in its place", () => {
  offer({ ar: { group: "المجموعة {label}: {n}" } });

  expect(t("group", { label: "B", n: 10 })).toBe("المجموعة \u2068B\u2069: 10");
});

test("what stands by itself already is not isolated a second time", () => {
  offer({ ar: { claim: "{name} ينظر فيه" } });

  expect(t("claim", { name: isolated("Amina") })).toBe("\u2068Amina\u2069 ينظر فيه");
  expect(isolated("\u2068A\u2069 and \u2068B\u2069")).toBe("\u2068\u2068A\u2069 and \u2068B\u2069\u2069");
});
