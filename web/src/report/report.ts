/** The report's data as the server writes it (server/plenary/archive/report/model.py); a test there holds the names. */

export interface Counts {
  agree: number;
  disagree: number;
  passed: number;
  /** Another answer than those told, because too few gave the same. Nobody, or k people at least, as each of these. */
  other: number;
}

export interface Interval {
  low: number;
  high: number;
}

export interface Head {
  records: number;
  hash: string;
}

export interface Heads {
  programme: Head;
  ballots: Head;
}

export interface Privacy {
  k: number;
  assurance: string;
  ballots: boolean;
}

export interface Place {
  kind: "venue" | "mode" | "entry" | "level";
  name: string;
  people: number | null;
}

export interface Attendance {
  joined: number | null;
  voted: number;
  wrote: number | null;
  votes: number;
  changed: number | null;
  median_votes: number;
  places: Place[];
  /** Everybody who joined, by level of assurance. */
  levels: Place[];
}

export interface Typical {
  statement: number;
  answer: "agree" | "disagree";
  share: number;
  others: number;
}

export interface Group {
  label: string;
  size: number;
  own: Typical[];
}

export type Finding = "common-ground" | "fault-line" | "discuss" | "unlisted" | "too-early";

export interface Score {
  statement: number;
  tally: Counts | null;
  agree: Interval | null;
  by_group: (Counts | null)[];
  finding: Finding;
  consensus: number;
  consensus_on: "agree" | "disagree";
  consensus_chance: number;
  divisiveness: number;
  divided: Interval;
  reasons: string[];
  /** By group: which way most of it goes, where `by_group` cannot be told; empty where too few of it voted. */
  leanings: ("" | "agree" | "disagree" | "mixed")[];
  /** The share agreeing with every set of copied ballots as one person. */
  once: number | null;
}

export interface Represents {
  statement: number;
  speaks_for: number;
  newly: number;
}

export interface Result {
  people: number;
  votes: number;
  groups: Group[];
  ungrouped: number;
  scores: Score[];
  common_ground: number[];
  fault_lines: number[];
  discuss: number[];
  too_early: number[];
  notes: string[];
  slate: Represents[];
  flagged: number | null;
}

export interface Dots {
  x: number[];
  y: number[];
  group: number[];
}

export interface Difference {
  statement: number;
  kind: "venue" | "mode" | "reveal" | "spotlight" | "item";
  side: string;
  share: number;
  others: number;
  difference: Interval;
  /** The title of the programme item. Not in reports of older versions. */
  item: string;
}

/** Where the people of a group, or in none (""), stood at a moment, all of them as one. */
export interface Cloud {
  group: string;
  people: number;
  /** -127 to 127, as `y`. */
  x: number;
  y: number;
  reach: number;
}

export interface Moment {
  at_ms: number;
  kind: "opened" | "closed" | "revealed" | "spotlight" | "item-begun" | "item-ended" | "stand" | "born" | "ended" | "merged" | "split";
  people: number;
  votes: number;
  statements: number;
  groups: number[];
  statement: number | null;
  group: string;
  other: string;
  /** Of a stand, the map as it was then. Not in reports of older versions. */
  clouds: Cloud[];
  /** The title of the programme item. Not in reports of older versions. */
  item: string;
}

export interface Statement {
  number: number;
  text: string;
  language: string;
  origin: "seed" | "participant";
  hour_ms: number;
  by_place: (Counts | null)[];
  /** Statements that were merged into this one; their votes are in its tally. */
  wordings: string[];
  /** Language and text. */
  translations: [string, string][];
  pass_reasons: [string, number][];
}

export interface LeftOut {
  waiting: number;
  rejected: number;
}

export interface Prompt {
  number: number;
  text: string;
  phase: "open" | "closed";
  statements: Statement[];
  left_out: LeftOut;
  columns: number[];
  ballots: string[];
  result: Result;
  dots: Dots;
  differences: Difference[];
  moments: Moment[];
  /** Language and text. Not in reports of older versions. */
  translations: [string, string][];
}

export interface Selection {
  venue: string;
  mode: string;
  since_ms: number | null;
  until_ms: number | null;
  without_flagged: boolean;
  without_paper: boolean;
  group: string;
  method: "plenary" | "polis";
}

export interface Part {
  prompt: number;
  withheld: string;
  result: Result | null;
}

export interface Analysis {
  name: string;
  selection: Selection;
  parts: Part[];
}

/** How the groups of one prompt fall into those of another. */
export interface Crossing {
  prompt: number;
  other: number;
  /** One row a group of `prompt` and one for everybody else, one number a group of `other` and one for everybody else. */
  at_least: number[][];
  overlap: "same" | "partly" | "across" | "unclear";
}

export interface Event {
  code: string;
  title: string;
  language: string;
  venues: string[];
  address: string | null;
}

export interface Edition {
  number: number | null;
  made_ms: number;
  earlier: number[];
  held_back: boolean;
  program: string;
}

export interface Report {
  form: number;
  about: string;
  event: Event;
  edition: Edition;
  privacy: Privacy;
  heads: Heads;
  attendance: Attendance;
  prompts: Prompt[];
  analyses: Analysis[];
  /** Not in reports of older versions. */
  crossings: Crossing[];
  /** By name, what the results depend on besides the votes. Not in reports of older versions. */
  parameters: [string, number][];
}

/** A statement with everything that the report says of it. */
export interface Told {
  prompt: Prompt;
  statement: Statement;
  score: Score;
}

/** What the page holds: the report, and the digest that was computed over its bytes. */
export interface Held {
  report: Report;
  digest: string;
}

/** The report in the page; undefined where there is none yet. */
export const readReport = (): Held | undefined => {
  const written = document.getElementById("report");
  if (!written?.textContent) return undefined;
  return { report: JSON.parse(written.textContent) as Report, digest: written.dataset["sha256"] ?? "" };
};

/** Every statement of the report, in the order of the prompts. */
export const everything = (report: Report): Told[] =>
  report.prompts.flatMap((prompt) => {
    const scores = new Map(prompt.result.scores.map((score) => [score.statement, score]));
    return prompt.statements.flatMap((statement) => {
      const score = scores.get(statement.number);
      return score ? [{ prompt, statement, score }] : [];
    });
  });

export const votesOf = (counts: Counts): number => counts.agree + counts.disagree + counts.passed + counts.other;
