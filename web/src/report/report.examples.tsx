import type { Example } from "../ui/example";
import { A_LONG_TEXT, aMap, AN_ARABIC_TEXT, SOME_TEXTS } from "../view/examples";
import { Crossings } from "./Crossings";
import { GroupsInWords } from "./GroupsInWords";
import { NoReport } from "./NoReport";
import { PromptPart } from "./PromptPart";
import type { Counts, Prompt, Report, Result, Score, Statement, Told } from "./report";
import { StatementEntry } from "./StatementEntry";

const counts = (agree: number, disagree: number, passed: number, other = 0): Counts => ({ agree, disagree, passed, other });

const said = (number: number, text: string, change: Partial<Statement> = {}): Statement => ({
  number,
  text,
  language: "en",
  origin: "participant",
  hour_ms: Date.UTC(2026, 10, 22, 14),
  by_place: [],
  wordings: [],
  translations: [],
  pass_reasons: [],
  ...change,
});

const aScore = (statement: number, change: Partial<Score> = {}): Score => ({
  statement,
  tally: counts(71, 8, 10),
  agree: { low: 0.71, high: 0.87 },
  by_group: [counts(32, 3, 3), counts(22, 3, 2), counts(14, 2, 3)],
  finding: "common-ground",
  consensus: 0.81,
  consensus_on: "agree",
  consensus_chance: 0.98,
  divisiveness: 0.06,
  divided: { low: 0.01, high: 0.14 },
  reasons: [],
  leanings: ["", "", ""],
  once: null,
  ...change,
});

const STATEMENTS = [
  said(1, SOME_TEXTS[0], { wordings: ["Each region should have a seat."] }),
  said(2, AN_ARABIC_TEXT, {
    language: "ar",
    translations: [["en", "Meetings are held online with UNESCO twice in 2027."]],
  }),
  said(3, A_LONG_TEXT, { origin: "seed" }),
];

const RESULT: Result = {
  people: 93,
  votes: 850,
  groups: [
    { label: "A", size: 38, own: [{ statement: 1, answer: "agree", share: 0.84, others: 0.72 }] },
    { label: "B", size: 27, own: [{ statement: 2, answer: "disagree", share: 0.81, others: 0.3 }] },
    { label: "C", size: 19, own: [] },
  ],
  ungrouped: 9,
  scores: [
    aScore(1),
    aScore(2, { finding: "fault-line", tally: counts(41, 38, 6), by_group: [counts(33, 2, 2), counts(4, 22, 1), null], leanings: ["", "", "agree"] }),
    aScore(3, { finding: "discuss", reasons: ["passes"], tally: counts(25, 24, 35) }),
  ],
  common_ground: [1],
  fault_lines: [2],
  discuss: [3],
  too_early: [],
  notes: [],
  slate: [{ statement: 1, speaks_for: 71, newly: 71 }],
  flagged: null,
};

const EMPTY: Result = {
  ...RESULT,
  people: 4,
  votes: 9,
  groups: [],
  ungrouped: 4,
  scores: STATEMENTS.map(({ number }) => aScore(number, { finding: "too-early", tally: null, agree: null, by_group: [], leanings: [] })),
  common_ground: [],
  fault_lines: [],
  discuss: [],
  too_early: [1, 2, 3],
  notes: ["too_few_participants"],
  slate: [],
};

const MAP = aMap({ sizes: RESULT.groups.map(({ size }) => size), ungrouped: RESULT.ungrouped });
const EVERYBODY = [...MAP.places];
const DOTS = { x: EVERYBODY.filter((_, i) => i % 2 === 0), y: EVERYBODY.filter((_, i) => i % 2 === 1), group: [...MAP.groups] };
const NOBODY = { x: [], y: [], group: [] };

const aPrompt = (result: Result, dots = DOTS): Prompt => ({
  number: 1,
  text: "How should the Alliance be governed?",
  phase: "closed",
  statements: STATEMENTS,
  left_out: { waiting: 0, rejected: 2 },
  columns: [],
  ballots: [],
  result,
  dots,
  differences: [],
  moments: [],
  translations: [],
});

const HEAD = { records: 1_204, hash: "5d41402abc4b2a76b9719d91" };
const REPORT: Report = {
  form: 1,
  about: "",
  event: { code: "EXAMPLE", title: "Listening at scale", language: "en", venues: [], address: null },
  edition: { number: 1, made_ms: Date.UTC(2026, 10, 22, 18), earlier: [], held_back: false, program: "plenary" },
  privacy: { k: 5, assurance: "device", ballots: false },
  heads: { programme: HEAD, ballots: HEAD },
  attendance: { joined: 112, voted: 93, wrote: 20, votes: 850, changed: 14, median_votes: 9, places: [], levels: [] },
  prompts: [aPrompt(RESULT)],
  analyses: [],
  crossings: [],
  parameters: [["list-votes", 5], ["consensus-chance", 0.8]],
};

const JOINT: Report = {
  ...REPORT,
  prompts: [aPrompt(RESULT), { ...aPrompt(RESULT), number: 2, text: "What should the Alliance do first?" }],
  crossings: [
    { prompt: 1, other: 2, overlap: "partly", at_least: [[25, 5, 0, 5], [0, 15, 5, 5], [5, 0, 5, 5], [5, 0, 5, 0]] },
  ],
};

const told = (place: number): Told => ({
  prompt: aPrompt(RESULT),
  statement: STATEMENTS[place] as Statement,
  score: RESULT.scores[place] as Score,
});

export const EXAMPLES: readonly Example[] = [
  { name: "no report yet", frame: "panel", Draw: () => <NoReport /> },
  ...["common ground, another wording", "a fault line, in Arabic, few in one group", "worth discussing, long words"].map(
    (name, place): Example => ({
      name: `statement: ${name}`,
      frame: "panel",
      Draw: () => <StatementEntry told={told(place)} report={REPORT} isWhole />,
    }),
  ),
  { name: "groups in words", frame: "panel", Draw: () => <GroupsInWords prompt={aPrompt(RESULT)} /> },
  { name: "a prompt", frame: "desk", Draw: () => <PromptPart prompt={aPrompt(RESULT)} report={REPORT} /> },
  {
    name: "a prompt in several languages",
    frame: "panel",
    Draw: () => (
      <PromptPart prompt={{ ...aPrompt(EMPTY), translations: [["fr", "Comment gouverner l’Alliance ?"], ["ar", "كيف نحكم التحالف؟"]] }} report={REPORT} />
    ),
  },
  {
    name: "prompts together",
    frame: "desk",
    Draw: () => (
      <div class="report">
        <Crossings report={JOINT} />
      </div>
    ),
  },
  { name: "prompts together: nothing to tell", frame: "panel", Draw: () => <Crossings report={{ ...JOINT, crossings: [] }} /> },
  { name: "a prompt with too few votes", frame: "panel", Draw: () => <PromptPart prompt={aPrompt(EMPTY, NOBODY)} report={REPORT} /> },
];
