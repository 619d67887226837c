import { A_JOIN, A_PROMPT, AN_EVENT, aMap, aStatement, SOME_FINDINGS, SOME_VENUES } from "../../view/examples";
import type { Scene } from "../../wire/messages";
import type { Example } from "../example";
import { Screen } from "./Screen";
import type { Showing } from "./showing";

const STATEMENTS = [
  aStatement(1, { translations: [{ language: "ar", text: "ينبغي أن يكون لكل منطقة مقعد في المجلس.", version: 1, by_service: false }] }),
  aStatement(2),
  aStatement(3, { origin: "seed" }),
];

const THREE_GROUPS = aMap({
  sizes: [38, 27, 19],
  ungrouped: 9,
  findings: SOME_FINDINGS,
  happenings: [{ kind: "split", group: "C", other: "A" }],
});

/** As long as statements may be, in words of every kind, and with all that stands below them. */
const LONG_ONES = [1, 2, 3, 4].map((number) =>
  aStatement(number, { text: `${"Donaudampfschifffahrtsgesellschaft ".repeat(2)}${"and everybody else should be heard first. ".repeat(5)}`.slice(0, 280) }),
);
const LONG_LISTS = aMap({
  sizes: [38, 27, 19, 12],
  ungrouped: 9,
  findings: {
    results: LONG_ONES.map(({ id }) => [id, [71, 8, 10, 0, 32, 3, 3, 0, 22, 3, 2, 0, 14, 2, 3, 0, 0, 0, 0, 0], 810, 60, ["", "", "", "", "agree"]]),
    common_ground: LONG_ONES.map(({ id }) => id),
    fault_lines: LONG_ONES.map(({ id }) => id),
    discuss: LONG_ONES.map(({ id }) => id),
    reasons: LONG_ONES.map(() => ({ code: "venues", share: 0.42, venue: "cartagena" })),
    slate: LONG_ONES.map(({ id }) => ({ statement: id, speaks_for: 71, newly: 71 })),
    shifts: LONG_ONES.map(({ id }) => ({ statement: id, votes: 24, before: 0.28, after: 0.55, low: 0.12, high: 0.41 })),
    gaps: LONG_ONES.map(({ id }) => ({ statement: id, venue: "mumbai", share: 0.8, others: 0.25, difference: 0.41 })),
  },
});
const LONG: Partial<Showing> = { map: LONG_LISTS, statements: new Map(LONG_ONES.map((one) => [one.id, one])) };

const ONE_PROMPT = { prompt: A_PROMPT, map: THREE_GROUPS };
const ANOTHER_PROMPT = {
  prompt: { ...A_PROMPT, id: "p2", number: 2, text: "Which strategic priorities should the Alliance set for the years up to 2030, and who should see to each of them?" },
  map: aMap({ sizes: [44, 31], ungrouped: 12 }),
};
const A_NEW_PROMPT = { prompt: { ...A_PROMPT, id: "p3", number: 3, text: "ما الذي ينبغي أن نبدأ به؟" }, map: undefined };

const SHOWING: Showing = {
  event: {
    ...AN_EVENT,
    venues: SOME_VENUES,
  },
  stage: { scene: "join", prompt: A_PROMPT.id, statement: "s1", frozen: false, until_ms: null },
  join: A_JOIN,
  prompt: { ...A_PROMPT, results: true },
  statement: STATEMENTS[0],
  statements: new Map(STATEMENTS.map((one) => [one.id, one])),
  together: [],
  map: THREE_GROUPS,
  pulse: {
    kind: "pulse",
    now: 0,
    joined: 112,
    votes: 1_730,
    present: [
      { mode: "in-room", venue: "cartagena", people: 41 },
      { mode: "in-room", venue: "mumbai", people: 37 },
      { mode: "remote", people: 24 },
    ],
  },
  clockAhead_ms: 0,
};

/** Every scene, and those of its states that look different. */
const SCENES: Readonly<Record<Scene, Readonly<Record<string, Partial<Showing>>>>> = {
  join: { "": {} },
  lobby: { "": {} },
  prompt: {
    "": {},
    "closed": { prompt: { ...A_PROMPT, phase: "closed", submit: false, vote: false } },
  },
  map: {
    "opinion groups": {},
    "people on one line": { map: aMap({ sizes: [40, 24], ungrouped: 6, isLine: true }) },
    "no clear groups": { map: aMap({ sizes: [], ungrouped: 60, notes: ["no_clear_groups"], wanted: 120 }) },
    "too early": { map: undefined },
  },
  joint: {
    "": { together: [ONE_PROMPT, ANOTHER_PROMPT] },
    "three prompts, one too early": { together: [ONE_PROMPT, ANOTHER_PROMPT, A_NEW_PROMPT] },
    "one prompt": { together: [ONE_PROMPT] },
  },
  statement: {
    "answers known": {},
    "answers not to be known yet": { prompt: A_PROMPT },
    "taken away": { statement: undefined },
  },
  "common-ground": { "": {}, "long statements": LONG, "too early": { map: undefined } },
  "fault-lines": { "": {}, "long statements": LONG },
  discuss: { "": {}, "long statements": LONG },
  slate: { "": {}, "long statements": LONG },
  changed: { "": {}, "long statements": LONG, "nothing has": { map: aMap({ sizes: [38, 27], ungrouped: 3, findings: {} }) } },
  venues: { "": {}, "long statements": LONG },
  replay: { "before there is a report": {} },
  thanks: {
    "": {},
    "with a report": {
      event: {
        ...AN_EVENT,
        report: { number: 1, programme_head: "5d41402abc4b2a76b9719d91", ballots_head: "7d793037a0760186574b0282" },
      },
    },
  },
};

const ANNOUNCED: Showing = {
  ...SHOWING,
  event: {
    ...SHOWING.event,
    announcement: { id: "a1", text: "Lunch is at one.", on_phones: true, on_screens: true, until_ms: null, holds_phones: false },
  },
  stage: { ...SHOWING.stage, scene: "prompt" },
};

export const EXAMPLES: readonly Example[] = [
  ...Object.entries(SCENES).flatMap(([scene, states]) =>
    Object.entries(states).map(([state, change]): Example => {
      const shown = { ...SHOWING, ...change, stage: { ...SHOWING.stage, scene: scene as Scene } };
      return {
        name: state === "" ? scene : `${scene}: ${state}`,
        frame: "picture",
        Draw: () => <Screen showing={shown} />,
      };
    }),
  ),
  { name: "an announcement", frame: "picture", Draw: () => <Screen showing={ANNOUNCED} /> },
  ...(["map", "lobby", "common-ground", "venues"] as const).map((scene): Example => {
    const shown = { ...SHOWING, stage: { ...SHOWING.stage, scene } };
    return {
      name: `${scene}, in a bright hall`,
      frame: "picture",
      Draw: () => (
        <div data-hall="bright" style={{ blockSize: "100%" }}>
          <Screen showing={shown} />
        </div>
      ),
    };
  }),
];
