import { expect, test } from "vitest";

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
