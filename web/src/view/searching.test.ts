import { expect, test } from "vitest";

import { isFound, wordsIn } from "./searching";

const found = (text: string, asked: string) => isFound(text, wordsIn(asked));

test.each([
  ["Die Straßen von Zürich", "zurich STRASSEN"],
  ["Ο Δήμος ακούει", "ακουει δημος"],
  ["Ёлки во дворе", "елки"],
  ["الأُمَّةُ كُلُّها", "الامه"],
  ["المستشفى الجديد", "المستشفي"],
  ["नदी को साफ़ रखें", "नदी साफ"],
  ["ควรมีรถเมล์ทั้งคืน", "รถเมล์"],
  ["地铁应该通宵运行", "通宵"],
  ["ｆｕｌｌ width", "full"],
  ["Every region should have a seat.", "  seat   region "],
  ["Anything", "   "],
])("%j is found by %j", (text, asked) => {
  expect(found(text, asked)).toBe(true);
});

test.each([
  ["मत दें", "मति"],
  ["ที่ดิน", "ทดน"],
  ["Trams all night", "trams day"],
  ["地铁应该通宵运行", "公交"],
])("%j is not found by %j", (text, asked) => {
  expect(found(text, asked)).toBe(false);
});
