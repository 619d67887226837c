import { expect, test } from "vitest";

import { ALIKE, alike, grams, muchAlike, resemblance } from "./likeness";

const likeness = (one: string, other: string) => resemblance(grams(one), grams(other));

test.each([
  ["English", "Trams should run all night.", "The trams should run at night"],
  ["English, a typo", "Public libraries need longer opening hours", "Public librarys need longer opening hours!"],
  ["French", "Il faut plus de pistes cyclables sécurisées", "Plus de pistes cyclables securisees, il en faut"],
  ["Spanish", "La educación mediática debe empezar en la escuela", "La educacion mediática debería empezar en la escuela"],
  ["Arabic", "يجب أن تكون وجبات المدرسة مجانية", "وجبات المدرسة يَجِب أن تكون مجانية"],
  ["Hindi", "हर गली में एक पार्क होना चाहिए", "हर गली में पार्क होना चाहिए।"],
  ["Thai", "ทุกถนนควรมีสวนสาธารณะ", "ถนนทุกสายควรมีสวนสาธารณะ"],
  ["Chinese", "每条街都需要一个公园", "每条街都应该有一个公园"],
])("the same thing said a little differently is alike: %s", (_, one, other) => {
  expect(likeness(one, other)).toBeGreaterThanOrEqual(ALIKE);
});

test.each([
  ["English", "Trams should run all night.", "Every street needs a park."],
  ["English, one frame", "Schools should teach how to check sources.", "Cities should plant more trees along roads."],
  ["French", "Il faut plus de pistes cyclables", "Les écoles doivent enseigner la vérification des sources"],
  ["Arabic", "يجب أن تكون وجبات المدرسة مجانية", "نحتاج إلى مزيد من الحدائق في المدينة"],
  ["Hindi", "हर गली में एक पार्क होना चाहिए", "ट्राम पूरी रात चलनी चाहिए"],
  ["Thai", "ทุกถนนควรมีสวนสาธารณะ", "รถรางควรวิ่งตลอดคืน"],
  ["Chinese", "每条街都需要一个公园", "电车应该整夜运行"],
  ["two scripts", "Trams should run all night.", "电车应该整夜运行"],
])("different things are not: %s", (_, one, other) => {
  expect(likeness(one, other)).toBeLessThan(ALIKE);
});

test("likeness is 1 with oneself, the same both ways, and nothing for the empty", () => {
  expect(likeness("A tram", "a TRAM!")).toBe(1);
  expect(likeness("A tram", "A train")).toBe(likeness("A train", "A tram"));
  expect(likeness("", "")).toBeLessThan(1);
});

test("the likest comes first, and no more than asked for", () => {
  const items = ["Trams at night", "Trams all night long", "Parks", "Trams all night"].map((text) => ({ text }));

  expect(alike("Trams all night", items, 2).map(({ item }) => item.text)).toEqual(["Trams all night", "Trams all night long"]);
});

const OTHERS = [
  "Trams should run all night.",
  "Every region should have a seat in the council.",
  "电车应该整夜运行",
  "يجب أن يعمل الترام طوال الليل",
].map((text) => ({ text }));

test.each([
  ["Trams should run all night long", 0],
  ["All night the trams should run!", 0],
  ["TRAMS SHOULD RUN ALL NIGHT", 0],
  ["Every region must have a seat on the council", 1],
  ["电车应当整夜都运行", 2],
  ["ينبغي أن يعمل الترام طوال الليل", 3],
])("%j is much like something said before", (text, place) => {
  expect(alike(text, OTHERS, 1, muchAlike(text))[0]?.item).toBe(OTHERS[place]);
});

test.each(["", "Trams", "Trams should be painted green and white.", "Every child should have a seat at lunch.", "地铁票价应该降低"])(
  "%j is like nothing said before",
  (text) => {
    expect(alike(text, OTHERS, 1, muchAlike(text))).toEqual([]);
  },
);
