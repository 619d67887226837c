import { waitFor } from "@testing-library/dom";
import { expect, test } from "vitest";

import type { FromServer } from "../wire/messages";
import { partsAtHand } from "./fetching";
import { EVENT, newBrowser, snapshot } from "./hall";
import { FakeSocket } from "../link/fake_socket";
import { openPhone } from "./phone";

const places = (...numbers: number[]) => new Uint8Array(new Uint16Array(numbers).buffer);
const WHOLE: FromServer = {
  kind: "map",
  prompt: "p1",
  frame: 1,
  at: 1,
  votes: 4,
  dots: { places: places(10, 20, 30, 40), groups: new Uint8Array([0, 1]) },
};
const MOVED: FromServer = {
  kind: "map-moved",
  prompt: "p1",
  frame: 2,
  since: 1,
  at: 2,
  votes: 5,
  which: new Uint8Array(new Uint32Array([1]).buffer),
  dots: { places: places(50, 60), groups: new Uint8Array([1]) },
};

test("maps that come before the part of the page that reads them are read in their order", async () => {
  await newBrowser();
  const boot = { page: "participant", version: "0.1.0", code: EVENT.code, address: null, snapshot: snapshot() } as const;
  const phone = openPhone({ ...boot, isPartial: false }, EVENT.code);
  FakeSocket.last.welcome();

  expect(partsAtHand()).toBe(undefined);
  FakeSocket.last.say(WHOLE);
  FakeSocket.last.say(MOVED);

  await waitFor(() => expect(phone.view.value.maps.get("p1")?.frame).toBe(2), { timeout: 20_000 });
  expect([...(phone.view.value.maps.get("p1")?.places ?? [])]).toEqual([10, 20, 50, 60]);
  phone.close();
}, 30_000);
