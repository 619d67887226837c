import { afterEach, beforeEach, expect, test } from "vitest";

import { swipeable } from "./swipe";

let card: HTMLElement;
let voted: string[];
let stop: () => void;

/** A finger at that place, so many milliseconds after it came down. */
const finger = (kind: string, x: number, y: number, at_ms: number, more: PointerEventInit = {}) => {
  const event = new PointerEvent(kind, { pointerId: 1, pointerType: "touch", isPrimary: true, clientX: x, clientY: y, ...more });
  Object.defineProperty(event, "timeStamp", { value: at_ms });
  card.dispatchEvent(event);
};
const swipe = (...path: readonly (readonly [x: number, y: number])[]) => {
  path.forEach(([x, y], step) => finger(step === 0 ? "pointerdown" : "pointermove", x, y, step * 100));
  const [x, y] = path.at(-1) ?? [0, 0];
  finger("pointerup", x, y, path.length * 100);
};

beforeEach(() => {
  document.documentElement.dir = "ltr";
  card = document.createElement("fieldset");
  Object.defineProperty(card, "clientWidth", { value: 300 });
  voted = [];
  stop = swipeable(card, (choice) => voted.push(choice));
});
afterEach(() => stop());

test("a finger that pushes the card to the right agrees, to the left disagrees", () => {
  swipe([100, 300], [150, 302], [260, 305]);
  swipe([250, 300], [200, 300], [100, 300]);

  expect(voted).toEqual(["agree", "disagree"]);
});

test("where one reads from the right it is the other way round", () => {
  document.documentElement.dir = "rtl";

  swipe([100, 300], [260, 300]);

  expect(voted).toEqual(["disagree"]);
});

test.each<[string, () => void]>([
  ["a short push", () => swipe([100, 300], [150, 300])],
  ["going back before lifting", () => swipe([100, 300], [260, 300], [120, 300])],
  ["scrolling", () => swipe([100, 300], [150, 380], [260, 460])],
  ["from the edge, where it means back", () => swipe([5, 300], [120, 300], [260, 300])],
  ["a second finger", () => {
    finger("pointerdown", 100, 300, 0);
    finger("pointerdown", 200, 300, 50, { isPrimary: false, pointerId: 2 });
    finger("pointermove", 260, 300, 200);
    finger("pointerup", 260, 300, 300);
  }],
  ["a brush", () => {
    finger("pointerdown", 100, 300, 0);
    finger("pointermove", 260, 300, 40);
    finger("pointerup", 260, 300, 80);
  }],
  ["a mouse", () => {
    finger("pointerdown", 100, 300, 0, { pointerType: "mouse" });
    finger("pointermove", 260, 300, 200, { pointerType: "mouse" });
    finger("pointerup", 260, 300, 300, { pointerType: "mouse" });
  }],
  ["one that the browser takes over", () => {
    finger("pointerdown", 100, 300, 0);
    finger("pointermove", 260, 300, 200);
    finger("pointercancel", 260, 300, 250);
    finger("pointerup", 260, 300, 300);
  }],
])("%s votes nothing, and the card is where it was", (_, act) => {
  act();

  expect(voted).toEqual([]);
  expect(card.hasAttribute("data-swipe")).toBe(false);
});

test("the button that would be pressed lights up on the way", () => {
  finger("pointerdown", 100, 300, 0);
  finger("pointermove", 150, 300, 100);
  expect(card.dataset["swipe"]).toBe("");
  finger("pointermove", 230, 300, 200);
  expect(card.dataset["swipe"]).toBe("agree");
  finger("pointercancel", 230, 300, 300);
});
