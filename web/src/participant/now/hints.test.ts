import { expect, test } from "vitest";

import { mostAlike } from "./alike";
import { hintFor } from "./hints";

test.each([
  ["", undefined],
  ["Should trams run at night?", "question"],
  ["هل يجب أن يعمل الترام ليلاً؟", "question"],
  ["电车应该整夜运行吗？", "question"],
  ["Trams should run at night. Buses should be free.", "two-ideas"],
  ["电车应整夜运行。公交应免费。", "two-ideas"],
  ["ट्राम रात भर चलनी चाहिए। बसें मुफ़्त हों।", "two-ideas"],
  ["Trams, e.g. the night line, should be free for everybody.", undefined],
  ["Version 2.0 of the plan is better than the first one.", undefined],
  ["Free trams", "short"],
  ["电车免费", "short"],
  ["电车应该整夜运行", undefined],
  ["Trams should run all night.", undefined],
])("%j is helped by %s", (text, hint) => {
  expect(hintFor(text)).toBe(hint);
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
  expect(mostAlike(text, OTHERS)).toBe(OTHERS[place]);
});

test.each(["", "Trams", "Trams should be painted green and white.", "Every child should have a seat at lunch.", "地铁票价应该降低"])(
  "%j is not",
  (text) => {
    expect(mostAlike(text, OTHERS)).toBe(undefined);
  },
);
