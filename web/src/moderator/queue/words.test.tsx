import { afterEach, expect, test } from "vitest";

import { AN_EVENT } from "../../view/examples";
import { type AtDesk, openAtDesk, prompt, waiting } from "../at-desk";

let desk: AtDesk;
afterEach(() => desk.leave());

test("an organiser lists words, however they are separated, and takes one off again", () => {
  desk = openAtDesk([prompt(1)], [waiting(1)]);
  desk.says({ kind: "welcome", role: "organiser", version: "0.1.0", now: 0 });
  desk.write("Words, separated by commas", "Smith, Green Lane، نيل");
  desk.click("Add");
  expect(desk.asked()).toMatchObject([
    { kind: "list-word", word: "Smith" },
    { kind: "list-word", word: "Green Lane" },
    { kind: "list-word", word: "نيل" },
  ]);

  desk.done();
  desk.says({ kind: "changed", place: { epoch: "e", number: 9 }, event: { ...AN_EVENT, words: ["Smith", "Green Lane"] } });
  expect([...desk.page.querySelectorAll(".words bdi")].map((word) => word.textContent)).toEqual(["Smith", "Green Lane"]);
  desk.click(/Take .*Green Lane.* off the list/);
  expect(desk.asked().at(-1)).toMatchObject({ kind: "unlist-word", word: "Green Lane" });
});

test("words that are refused stand in the field again", () => {
  desk = openAtDesk([prompt(1)], [waiting(1)]);
  desk.says({ kind: "welcome", role: "organiser", version: "0.1.0", now: 0 });
  desk.write("Words, separated by commas", "Smith, Green Lane, Jones");
  desk.click("Add");

  const [first, second, third] = desk.asked().map((message) => ("op" in message ? message.op : 0));
  desk.says({ kind: "counted", op: first as number });
  desk.says({ kind: "refused", op: second as number, code: "too-many-words" });
  desk.says({ kind: "refused", op: third as number, code: "too-many-words" });

  expect(desk.page.querySelector<HTMLInputElement>(".words__add input")?.value).toBe("Green Lane, Jones");
});
