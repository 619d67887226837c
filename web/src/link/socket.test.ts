import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { FakeSocket } from "./fake_socket";
import { type Ending, type Link, type LinkState, openLink } from "./socket";

let states: (LinkState | Ending)[];
let heard: string[];
let quiet: boolean[];
let link: Link | undefined;
const open = (since?: { epoch: string; number: number }) => {
  states = [];
  heard = [];
  quiet = [];
  link = openLink({
    code: "MIL25",
    role: "participant",
    key: "0123456789abcdef",
    device: "phone-1",
    since: () => since,
    onMessage: (message) => heard.push(message.kind),
    onState: (state, ending) => states.push(...(ending ? [state, ending] : [state])),
    onQuiet: (isQuiet) => quiet.push(isQuiet),
  });
  return link;
};
const connections = () => FakeSocket.opened.length;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  FakeSocket.opened = [];
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => {
  link?.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("connecting", () => {
  test("asks for the event on the page's own server, in our subprotocol", () => {
    open();

    expect(FakeSocket.last.url).toBe(`ws://${location.host}/ws/MIL25`);
    expect(FakeSocket.last.protocol).toBe("plenary.v1.msgpack");
    expect(FakeSocket.last.binaryType).toBe("arraybuffer");
  });

  test("says hello first, with the last place seen", () => {
    open({ epoch: "k3v9", number: 40 });
    FakeSocket.last.accept();

    expect(FakeSocket.last.sent).toEqual([
      {
        kind: "hello",
        role: "participant",
        key: "0123456789abcdef",
        device: "phone-1",
        since: { epoch: "k3v9", number: 40 },
      },
    ]);
  });

  test("is live once welcomed; before that nothing is sent", () => {
    const link = open();
    FakeSocket.last.accept();
    expect(link.send({ kind: "ping" })).toBe(false);

    FakeSocket.last.say({ kind: "welcome", role: "participant", version: "0.1.0", now: 0 });
    expect(link.send({ kind: "vote", op: 1, statement: "s1", choice: "agree" })).toBe(true);

    expect(states).toEqual(["connecting", "live"]);
    expect(heard).toEqual(["welcome"]);
    expect(FakeSocket.last.sent.at(-1)).toEqual({ kind: "vote", op: 1, statement: "s1", choice: "agree" });
  });

  test("that is not answered is tried again", () => {
    open();
    vi.advanceTimersByTime(10_000 + 500);

    expect(connections()).toBe(2);
  });
});

describe("coming back", () => {
  test("happens in a window that doubles from half a second to thirty", () => {
    open();
    const waits = Array.from({ length: 9 }, () => {
      FakeSocket.last.end(1006);
      const before = connections();
      let waited_ms = 0;
      for (; connections() === before; waited_ms += 100) vi.advanceTimersByTime(100);
      return waited_ms;
    });

    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test("happens within two seconds of every attempt to which nothing came, however many there were", () => {
    open();
    const waits = Array.from({ length: 6 }, () => {
      const before = connections();
      let waited_ms = 0;
      for (; connections() === before; waited_ms += 100) vi.advanceTimersByTime(100);
      return waited_ms - 10_000;
    });

    expect(waits).toEqual([500, 1_000, 2_000, 2_000, 2_000, 2_000]);
  });

  test("happens at any moment of the window", () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    open();
    FakeSocket.last.end(1006);

    vi.advanceTimersByTime(249);
    expect(connections()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(connections()).toBe(2);
  });

  test("happens in the window that the server named", () => {
    open();
    FakeSocket.last.welcome();
    FakeSocket.last.end(1012, "restart;window_s=20");

    vi.advanceTimersByTime(19_900);
    expect(connections()).toBe(1);
    vi.advanceTimersByTime(100);
    expect(connections()).toBe(2);
    expect(states).toEqual(["connecting", "live", "waiting", "connecting"]);
  });

  test("happens in the window that the welcome named, should the connection break without a word; once", () => {
    open();
    FakeSocket.last.accept();
    FakeSocket.last.say({ kind: "welcome", role: "participant", version: "0.1.0", now: 0, window_s: 12 });
    FakeSocket.last.end(1006);

    vi.advanceTimersByTime(11_900);
    expect(connections()).toBe(1);
    vi.advanceTimersByTime(100);
    expect(connections()).toBe(2);
    FakeSocket.last.end(1006);
    vi.advanceTimersByTime(1_000);
    expect(connections()).toBe(3);
  });

  test("happens in a longer window once more have come", () => {
    open();
    FakeSocket.last.accept();
    FakeSocket.last.say({ kind: "welcome", role: "participant", version: "0.1.0", now: 0, window_s: 2 });
    FakeSocket.last.say({ kind: "pong", now: 0, window_s: 12 });
    FakeSocket.last.end(1006);

    vi.advanceTimersByTime(11_900);
    expect(connections()).toBe(1);
    vi.advanceTimersByTime(100);
    expect(connections()).toBe(2);
  });

  test("waits as long as a full server says, whatever wakes the phone meanwhile, and says so", () => {
    open();
    FakeSocket.last.accept();
    FakeSocket.last.end(1013, "full;window_s=9");
    window.dispatchEvent(new Event("online"));

    vi.advanceTimersByTime(8_900);
    expect(connections()).toBe(1);
    vi.advanceTimersByTime(100);
    expect(connections()).toBe(2);
    expect(states).toEqual(["connecting", "full", "connecting"]);
  });

  test("starts over with half a second only once a connection has lasted", () => {
    open();
    FakeSocket.last.end(1006);
    vi.advanceTimersByTime(500);
    FakeSocket.last.welcome();
    FakeSocket.last.end(1006);
    vi.advanceTimersByTime(900);
    expect(connections()).toBe(2);

    vi.advanceTimersByTime(100);
    FakeSocket.last.welcome();
    vi.advanceTimersByTime(8_000);
    FakeSocket.last.say({ kind: "pong", now: 0 });
    FakeSocket.last.end(1006);
    vi.advanceTimersByTime(500);
    expect(connections()).toBe(4);
  });

  test.each(["online", "visibilitychange"])("happens at once on %s", (event) => {
    open();
    FakeSocket.last.end(1012, "restart;window_s=20");

    (event === "online" ? window : document).dispatchEvent(new Event(event));

    expect(connections()).toBe(2);
    vi.advanceTimersByTime(9_000);
    expect(connections()).toBe(2);
  });

  test.each([
    [4000, "bad-message"],
    [4003, "key-refused"],
    [4004, "event-unknown"],
  ])("never happens after %i", (code, ending) => {
    const link = open();
    FakeSocket.last.welcome();
    FakeSocket.last.end(code, ending);

    window.dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(600_000);

    expect(connections()).toBe(1);
    expect(states).toEqual(["connecting", "live", "closed", ending]);
    expect(link.send({ kind: "ping" })).toBe(false);
  });

  test("never happens after the page has left", () => {
    open().close();

    window.dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(600_000);

    expect(connections()).toBe(1);
    expect(FakeSocket.last.wasClosed).toBe(true);
    expect(states).toEqual(["connecting", "closed", "left"]);
  });
});

describe("a live link", () => {
  const pings = () => FakeSocket.last.sent.filter((message) => message.kind === "ping").length;

  test("is pinged every 8 seconds", () => {
    open();
    FakeSocket.last.welcome();

    for (let i = 1; i <= 3; i++) {
      vi.advanceTimersByTime(8_000);
      expect(pings()).toBe(i);
      FakeSocket.last.say({ kind: "pong", now: 0 });
    }
    expect(connections()).toBe(1);
  });

  test("over which nothing comes any more is given up within 15 seconds", () => {
    open();
    FakeSocket.last.welcome();
    const [first] = FakeSocket.opened;

    vi.advanceTimersByTime(14_000 - 1);
    expect(states).toEqual(["connecting", "live"]);
    vi.advanceTimersByTime(1);

    expect(states).toEqual(["connecting", "live", "waiting"]);
    expect(first?.wasClosed).toBe(true);
  });

  test("is asked at once when the phone wakes up", () => {
    open();
    FakeSocket.last.welcome();

    document.dispatchEvent(new Event("visibilitychange"));

    expect(pings()).toBe(1);
  });

  test("that has not answered for three seconds is called quiet, until anything comes", () => {
    const link = open();
    FakeSocket.last.welcome();
    link.send({ kind: "vote", op: 1, statement: "s1", choice: "agree" });

    vi.advanceTimersByTime(3_000 - 1);
    expect(quiet.at(-1)).toBe(false);
    vi.advanceTimersByTime(1);
    expect(quiet.at(-1)).toBe(true);

    FakeSocket.last.say({ kind: "counted", op: 1 });
    expect(quiet.at(-1)).toBe(false);
    vi.advanceTimersByTime(7_000);
    expect(quiet.at(-1)).toBe(false);
    expect(connections()).toBe(1);
  });

  test("is called quiet at once where the browser has no network, and asked whether that is so", () => {
    open();
    FakeSocket.last.welcome();

    window.dispatchEvent(new Event("offline"));

    expect(quiet.at(-1)).toBe(true);
    expect(pings()).toBe(1);
    vi.advanceTimersByTime(6_000);
    expect(states).toEqual(["connecting", "live", "waiting"]);
  });

  test("that says something unreadable is given up", () => {
    open();
    FakeSocket.last.welcome();

    FakeSocket.last.onmessage?.({ data: Uint8Array.of(0xc1).buffer });

    expect(states).toEqual(["connecting", "live", "waiting"]);
  });
});
