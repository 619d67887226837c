/** Views as the server sends them, for tests and examples: whole, so that a new field is added here and nowhere else. */

import type { Brigade, Heard, EventView, Findings, Happening, PromptView, StatementView } from "../wire/messages";
import { type MapState, NO_GROUP, wholeMap } from "./maps";

export const AN_EVENT: EventView = {
  code: "MIL25",
  title: "Listening at scale",
  language: "en",
  venues: [],
  premoderated: true,
  statement_limit: 280,
  opens_ms: null,
  announcement: null,
  report: null,
  rehearsal: false,
  archive: false,
  level: "device",
  words: [],
  items: [],
};

export const A_PROMPT: PromptView = {
  id: "p1",
  number: 1,
  text: "How should it be governed?",
  phase: "open",
  submit: true,
  vote: true,
  results: false,
  premoderated: true,
  plan: { opens_ms: null, submit_closes_ms: null, closes_ms: null },
  language: "en",
  translations: [],
};

export const A_STATEMENT: StatementView = {
  id: "s1",
  prompt: "p1",
  number: 1,
  text: "Statement number 1.",
  language: "en",
  origin: "participant",
  standing: "shown",
  decisions: 0,
  reason: "",
  translations: [],
  into: null,
  ban: null,
  flags: [],
  because: null,
};

export const SOME_VENUES = [
  { id: "cartagena", name: "Cartagena" },
  { id: "mumbai", name: "Mumbai" },
];

export const SOME_TEXTS = [
  "Every region should have one seat in the council.",
  "Small organisations need a vote of their own.",
  "Members pay according to what they can afford.",
] as const;

/** Nearly as long as a statement may be, and with a word that is longer than a line. */
export const A_LONG_TEXT =
  "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller and everybody who works for them should be heard before the rules of the council are changed again, and the minutes of that hearing should be public within a week, in every language that a member speaks.";

/** With Latin words and figures in it. */
export const AN_ARABIC_TEXT = "تُعقد الاجتماعات عبر الإنترنت مع UNESCO مرتين في عام 2027.";

/** The first few say what stands in `SOME_TEXTS`. */
export const aStatement = (number: number, change: Partial<StatementView> = {}): StatementView => ({
  ...A_STATEMENT,
  id: `s${number}`,
  number,
  text: SOME_TEXTS[number - 1] ?? `Statement number ${number}.`,
  ...change,
});

/** Where people join. The picture is not a code that can be scanned: no event stands behind it. */
export const A_JOIN = {
  address: "plenary.example",
  // The fragment takes whatever is put after the address.
  qr:
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 7 7'%3E%3Cpath fill='white' d='M0 0h7v7H0z'/%3E" +
    "%3Cpath d='M1 1h2v2H1zM4 1h2v2H4zM1 4h2v2H1zM4 4h1v1H4zM5 5h1v1H5z'/%3E%3C/svg%3E#",
};

/** Of A_PROMPT, with everything that may be found in the answers of three groups to statements `s1` to `s3`. */
export const SOME_FINDINGS: Findings = {
  results: [
    ["s1", [71, 8, 10, 0, 33, 0, 5, 0, 22, 0, 0, 0, 0, 0, 0, 0], 810, 60, ["", "", "", "agree"]],
    ["s2", [41, 34, 0, 10, 33, 0, 0, 5, 0, 22, 0, 5, 0, 0, 0, 0], 220, 730, ["", "", "", "few"]],
    ["s3", [25, 24, 35, 0, 10, 9, 16, 0, 8, 8, 10, 0, 5, 6, 8, 0], 310, 90, []],
  ],
  common_ground: ["s1"],
  fault_lines: ["s2"],
  discuss: ["s3"],
  reasons: [{ code: "passes", share: 0.42, venue: null }],
  slate: [
    { statement: "s1", speaks_for: 71, newly: 71 },
    { statement: "s2", speaks_for: 41, newly: 9 },
  ],
  shifts: [{ statement: "s3", votes: 24, before: 0.28, after: 0.55, low: 0.12, high: 0.41 }],
  gaps: [{ statement: "s2", venue: "mumbai", share: 0.8, others: 0.25, difference: 0.41 }],
};

interface MapWish {
  /** People in each opinion group. */
  sizes: readonly number[];
  ungrouped: number;
  /** Everybody on the one line of a map with one axis. */
  isLine?: boolean;
  findings?: Findings;
  happenings?: readonly Happening[];
  notes?: readonly string[];
  wanted?: number;
  brigades?: readonly Brigade[];
  heard?: readonly Heard[];
}

const MAP_MIDDLE = 32_768;
/** From the middle of the map to the middle of a group, and from there to its farthest dot. */
const MAP_ARM = 19_000;
const MAP_SPREAD = 9_000;
/** Between one dot and the next around a middle: at this angle none hides another, however many there are. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** A map of A_PROMPT with groups A, B … of those sizes, evenly around the middle. The same wish gives the same map. */
export const aMap = ({ sizes, ungrouped, isLine = false, findings, ...more }: MapWish): MapState => {
  const centres = sizes.map((_, place) => {
    const angle = Math.PI + (2 * Math.PI * place) / sizes.length;
    return { x: MAP_MIDDLE + MAP_ARM * Math.cos(angle), y: MAP_MIDDLE + (isLine ? 0 : MAP_ARM * Math.sin(angle)) };
  });
  const places: number[] = [];
  const groups: number[] = [];
  const put = (people: number, group: number, middle: { x: number; y: number }, spread: number) => {
    for (let dot = 0; dot < people; dot++) {
      const [far, angle] = [spread * Math.sqrt((dot + 0.5) / people), dot * GOLDEN];
      places.push(middle.x + far * Math.cos(angle), isLine ? MAP_MIDDLE : middle.y + far * Math.sin(angle));
      groups.push(group);
    }
  };
  sizes.forEach((people, group) => put(people, group, centres[group] ?? { x: MAP_MIDDLE, y: MAP_MIDDLE }, MAP_SPREAD));
  put(ungrouped, NO_GROUP, { x: MAP_MIDDLE, y: MAP_MIDDLE }, MAP_ARM);
  return wholeMap({
    kind: "map",
    prompt: A_PROMPT.id,
    frame: 1,
    at: 1_000,
    votes: 850,
    dots: { places: new Uint8Array(Uint16Array.from(places).buffer), groups: Uint8Array.from(groups) },
    groups: sizes.map((size, place) => ({
      label: String.fromCodePoint(65 + place),
      size,
      x: Math.round(centres[place]?.x ?? MAP_MIDDLE),
      y: Math.round(centres[place]?.y ?? MAP_MIDDLE),
    })),
    ...(findings && { findings }),
    ...more,
  });
};
