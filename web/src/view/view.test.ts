import { describe, expect, test } from "vitest";

import { A_PROMPT, A_STATEMENT, AN_EVENT } from "./examples";
import type { Changed, FromServer, PromptView, Snapshot, StatementView } from "../wire/messages";
import { reduce } from "./reduce";
import { empty, type View, withCounted } from "./view";

const EVENT = { ...AN_EVENT, title: "Écouter", language: "fr" };
const STAGE = { scene: "join", prompt: null, statement: null, frozen: false, until_ms: null } as const;
const place = (number: number) => ({ epoch: "k3v9", number });
const prompt = (number: number): PromptView => ({
  ...A_PROMPT,
  id: `p${number}`,
  number,
  text: `Prompt ${number}`,
});
const statement = (number: number, text = `Statement ${number}`): StatementView => ({
  ...A_STATEMENT,
  id: `s${number}`,
  number,
  text,
});
const SNAPSHOT: Snapshot = {
  kind: "snapshot",
  place: place(1),
  event: EVENT,
  stage: STAGE,
  prompts: [prompt(1)],
  statements: [statement(1), statement(3)],
};
const after = (...messages: FromServer[]): View => messages.reduce((view, message) => reduce(view, message, 0), empty);

describe("the programme", () => {
  test("prompts and statements stand in the order of their numbers", () => {
    const view = after(SNAPSHOT, { kind: "changed", place: place(2), prompts: [prompt(0)], statements: [statement(2)] });

    expect([...view.prompts.keys()]).toEqual(["p0", "p1"]);
    expect([...view.statements.keys()]).toEqual(["s1", "s2", "s3"]);
  });

  test("what is gone is forgotten, and what changed replaced", () => {
    const view = after(SNAPSHOT, {
      kind: "changed",
      place: place(2),
      statements: [statement(3, "Reworded")],
      gone: ["s1"],
    });

    expect([...view.statements.values()]).toEqual([statement(3, "Reworded")]);
    expect(view.place).toEqual(place(2));
    expect(view.event).toEqual(EVENT);
  });

  test("a snapshot replaces the programme and keeps what is one's own", () => {
    const view = after(
      { kind: "you", participant: "mz", mode: "remote", votes: [{ statement: "s1", choice: "pass", reason: null, op: 2 }] },
      SNAPSHOT,
      { ...SNAPSHOT, place: { epoch: "new", number: 0 }, statements: [statement(9)] },
    );

    expect([...view.statements.keys()]).toEqual(["s9"]);
    expect(view.you.votes).toEqual(new Map([["s1", { choice: "pass", reason: null, op: 2 }]]));
  });

  test("no message changes a view that is held", () => {
    const held = after(SNAPSHOT);
    const before = structuredClone(held);

    reduce(held, { kind: "changed", place: place(2), statements: [statement(1, "New")], gone: ["s3"] }, 0);

    expect(held).toEqual(before);
  });
});

/** The server's side, as simple as can be: what there is, and the change that each step makes in it. */
class Programme {
  number = 0;
  readonly prompts = new Map<string, PromptView>();
  readonly statements = new Map<string, StatementView>();
  stage: Snapshot["stage"] = STAGE;

  snapshot(): Snapshot {
    return {
      kind: "snapshot",
      place: place(this.number),
      event: EVENT,
      stage: this.stage,
      prompts: [...this.prompts.values()],
      statements: [...this.statements.values()],
    };
  }

  step(random: (below: number) => number): Changed {
    this.number += 1;
    const changed: Changed = { kind: "changed", place: place(this.number) };
    switch (random(4)) {
      case 0: {
        const one = { ...prompt(random(4)), phase: random(2) ? "open" : "closed", results: random(2) === 1 } as const;
        this.prompts.set(one.id, one);
        return { ...changed, prompts: [one] };
      }
      case 1: {
        const one = statement(random(12), `Text ${this.number}`);
        this.statements.set(one.id, one);
        return { ...changed, statements: [one] };
      }
      case 2: {
        const id = `s${random(12)}`;
        this.statements.delete(id);
        return { ...changed, gone: [id] };
      }
      default:
        this.stage = { ...STAGE, frozen: random(2) === 1 };
        return { ...changed, stage: this.stage };
    }
  }
}

/** Numbers that look random, the same for the same seed (Park and Miller). */
const seeded = (seed: number) => {
  let state = seed * 7919 + 1;
  return (below: number) => (state = (state * 48271) % 2147483647) % below;
};

test.each(Array.from({ length: 40 }, (_, seed) => seed))("snapshot, then changes, equals a later snapshot: %i", (seed) => {
  const random = seeded(seed);
  const programme = new Programme();
  for (let i = random(10); i > 0; i--) programme.step(random);
  let followed = after(programme.snapshot());

  for (let i = 0; i < 60; i++) {
    followed = reduce(followed, programme.step(random), 0);
    const fresh = after(programme.snapshot());

    expect(followed).toEqual(fresh);
    expect([...followed.statements.keys()]).toEqual([...fresh.statements.keys()]);
  }
});

describe("opinion maps", () => {
  const bytes = (...numbers: number[]) => new Uint8Array(new Uint16Array(numbers).buffer);
  const MAP: FromServer = {
    kind: "map",
    prompt: "p1",
    frame: 44,
    at: 1000,
    votes: 3,
    dots: { places: bytes(1, 2, 3, 4), groups: Uint8Array.of(0, 255) },
    groups: [{ label: "A", size: 1, x: 1, y: 2 }],
    findings: { common_ground: ["s1"] },
  };
  const MOVED: FromServer = {
    kind: "map-moved",
    prompt: "p1",
    frame: 45,
    since: 44,
    at: 2000,
    votes: 5,
    which: new Uint8Array(new Uint32Array([1, 3]).buffer),
    dots: { places: bytes(30, 40, 70, 80), groups: Uint8Array.of(0, 1) },
  };

  test("a whole map is read", () => {
    const map = after(MAP).maps.get("p1");

    expect(map?.places).toEqual(Uint16Array.of(1, 2, 3, 4));
    expect(map?.groups).toEqual(Uint8Array.of(0, 255));
    expect(map?.findings?.common_ground).toEqual(["s1"]);
    expect(map?.notes).toEqual([]);
  });

  test("results come as lists and are known by statement; a difference changes only those it names", () => {
    const whole = after({
      ...MAP,
      findings: { results: [
          ["s1", [7, 0, 0, 5, 6, 0, 0, 0, 0, 0, 0, 0], -800, 250, ["", "", "few"]],
          ["s2", [1, 2, 3, 0], 100, 0, []],
        ], },
    });
    const view = reduce(whole, { ...MOVED, findings: { results: [["s2", [2, 2, 3, 0], 150, 0, []]] } }, 0);
    const results = view.maps.get("p1")?.findings?.results;

    expect(results?.get("s1")).toEqual({
      statement: "s1",
      tally: { agree: 7, disagree: 0, passed: 0, other: 5 },
      consensus: 0.8,
      consensus_on: "disagree",
      divisiveness: 0.25,
      by_group: [
        { agree: 6, disagree: 0, passed: 0, other: 0 },
        { agree: 0, disagree: 0, passed: 0, other: 0, leaning: "few" },
      ],
    });
    expect(results?.get("s2")?.tally).toEqual({ agree: 2, disagree: 2, passed: 3, other: 0 });
    expect(whole.maps.get("p1")?.findings?.results.get("s2")?.tally.agree).toBe(1);
  });

  test("places that start at an odd byte of a larger buffer are read", () => {
    const larger = Uint8Array.of(9, 1, 0, 2, 0);
    const view = after({ ...MAP, dots: { places: larger.subarray(1), groups: Uint8Array.of(0) } });

    expect(view.maps.get("p1")?.places).toEqual(Uint16Array.of(1, 2));
  });

  test("a difference moves its dots and adds those beyond the last", () => {
    const map = after(MAP, MOVED).maps.get("p1");

    expect(map?.frame).toBe(45);
    expect(map?.votes).toBe(5);
    expect(map?.places).toEqual(Uint16Array.of(1, 2, 30, 40, 0, 0, 70, 80));
    expect(map?.groups).toEqual(Uint8Array.of(0, 0, 255, 1));
    expect(map?.groupsList).toEqual([]);
    expect(map?.findings).toBe(undefined);
  });

  test("a difference to another frame than the one held is ignored", () => {
    const held = after(MAP);

    expect(reduce(held, { ...MOVED, since: 43 }, 0)).toBe(held);
    expect(reduce(empty, MOVED, 0)).toBe(empty);
  });

  test("the map held is not changed by a difference", () => {
    const held = after(MAP);

    reduce(held, MOVED, 0);

    expect(held.maps.get("p1")?.places).toEqual(Uint16Array.of(1, 2, 3, 4));
  });
});

describe("one's own", () => {
  const JOINED: FromServer = { kind: "you", participant: "mz", mode: "in-room", venue: "mumbai" };

  test("votes and statements are known by statement", () => {
    const mine = { id: "s1", prompt: "p1", text: "Mine", standing: "waiting", reason: "", because: null } as const;
    const view = after({ ...JOINED, statements: [mine] }, { kind: "fate", statement: { ...mine, standing: "shown" } });

    expect(view.you.mode).toBe("in-room");
    expect([...view.you.statements.values()]).toEqual([{ ...mine, standing: "shown" }]);
  });

  test("what was counted stands in the view", () => {
    const voted = withCounted(after(JOINED), { kind: "vote", op: 2, statement: "s1", choice: "agree" });
    const moved = withCounted(voted, { kind: "join", op: 3, mode: "remote", language: "en" });

    expect(voted.you.votes).toEqual(new Map([["s1", { choice: "agree", reason: null, op: 2 }]]));
    expect(moved.you).toEqual({ ...voted.you, mode: "remote", venue: undefined });
  });

  test("the own dot is known by prompt", () => {
    expect(after({ kind: "dot", prompt: "p1", dot: 7 }).ownDot).toEqual(
      new Map([["p1", { dot: 7, reach: 0, breadth: 0, turn: 0, likely: "", votesToTell: 0 }]]),
    );
  });
});

test("what to ask next is known by prompt, and the latest list replaces the one before", () => {
  const view = after(
    { kind: "next", prompt: "p1", statements: ["s1", "s2"] },
    { kind: "next", prompt: "p2", statements: ["s9"] },
    { kind: "next", prompt: "p1" },
  );

  expect(view.next).toEqual(new Map([["p1", []], ["p2", ["s9"]]]));
});

test("the server's clock is known against this device's", () => {
  expect(reduce(empty, { kind: "pong", now: 5_000 }, 2_000).clockAhead_ms).toBe(3_000);
});

test("a kind that this page does not know changes nothing", () => {
  expect(reduce(empty, { kind: "from-tomorrow" } as unknown as FromServer, 0)).toBe(empty);
});
