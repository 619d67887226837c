import { expect, test } from "vitest";

import { reasonFor } from "../../view/notes";
import { peopleByPlace } from "./people";
import { joinAddress } from "./showing";
import { sizeAlone, sizeInList } from "./type-size";

const VENUES = [
  { id: "cartagena", name: "Cartagena" },
  { id: "mumbai", name: "Mumbai" },
];

test("people far away count as one place, wherever they belong", () => {
  const present = [
    { mode: "in-room", venue: "mumbai", people: 4 },
    { mode: "remote", venue: "mumbai", people: 2 },
    { mode: "remote", people: 3 },
  ] as const;

  expect(peopleByPlace(present, VENUES)).toEqual([
    { venue: "Cartagena", mode: "in-room", people: 0 },
    { venue: "Mumbai", mode: "in-room", people: 4 },
    { venue: undefined, mode: "remote", people: 5 },
  ]);
});

test("an event without venues has the room and the rest", () => {
  expect(peopleByPlace([{ mode: "in-room", people: 4 }], [])).toEqual([
    { venue: undefined, mode: "in-room", people: 4 },
    { venue: undefined, mode: "remote", people: 0 },
  ]);
});

test("the address to type is without protocol and path: the front page asks for the code", () => {
  expect(joinAddress("MIL25", "https://plenary.example/e/MIL25")).toEqual({
    address: "plenary.example",
    qr: "/e/MIL25/qr.svg",
  });
  expect(joinAddress("MIL25", "http://10.0.0.7:8000/e/MIL25").address).toBe("10.0.0.7:8000");
  expect(joinAddress("MIL25", "https://example.org/plenary/e/MIL25").address).toBe("example.org/plenary");
});

test("of several reasons the most telling is said, whatever a newer server adds", () => {
  expect(reasonFor(["one_axis", "too_few_participants"])).toBe("too-few-participants");
  expect(reasonFor(["no_such_note"])).toBe("more-votes");
});

test("longer texts are set smaller, down to what can still be read", () => {
  const sizes = [20, 90, 150, 280, 400, 600, 1000].map((length) => sizeAlone("x".repeat(length)));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  expect(sizes.at(-1)).toBe(1.9);
  expect(sizeInList(["x".repeat(280), "x".repeat(280), "x".repeat(280), "x".repeat(280)])).toBeCloseTo(1.15, 2);
});
