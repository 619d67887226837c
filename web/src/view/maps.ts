import type {
  Brigade,
  DotPlaces,
  Findings,
  Happening,
  Heard,
  MapMoved,
  OpinionGroup,
  Reason,
  Result,
  Shift,
  SlateEntry,
  VenueGap,
  WholeMap,
} from "../wire/messages";

/** How many people agree, disagree and pass. */
export interface Tally {
  readonly agree: number;
  readonly disagree: number;
  readonly passed: number;
  /** Another answer than those told, because too few gave the same. */
  readonly other?: number;
  /**
   * Which way most go as the lists count them, ballots that repeat one another once: where the numbers are not told, or
   * say otherwise. Or that too few have answered.
   */
  readonly leaning?: Leaning;
}

export type Leaning = "agree" | "disagree" | "mixed" | "few";

/** What the votes say of one statement. */
export interface StatementResult {
  readonly statement: string;
  readonly tally: Tally;
  /** 0-1, how far every group agrees or, by `consensus_on`, disagrees. */
  readonly consensus: number;
  readonly consensus_on: "agree" | "disagree";
  /** 0-1, how much of the difference in answers lies between the groups. */
  readonly divisiveness: number;
  /** One a group, in the map's order. */
  readonly by_group: readonly Tally[];
}

/** What the votes say of the statements; lists are best first. */
export interface MapFindings {
  readonly results: ReadonlyMap<string, StatementResult>;
  readonly common_ground: readonly string[];
  readonly fault_lines: readonly string[];
  readonly discuss: readonly string[];
  /** Why each of `discuss` is on that list, in its order. */
  readonly reasons: readonly Reason[];
  /** One list a group. */
  readonly representative: readonly (readonly string[])[];
  readonly slate: readonly SlateEntry[];
  readonly shifts: readonly Shift[];
  readonly gaps: readonly VenueGap[];
}

/** What brings a map. */
export type MapMessage = WholeMap | MapMoved;

/** The opinion map of one prompt, ready to draw. */
export interface MapState {
  readonly prompt: string;
  readonly frame: number;
  /** When it was made, by the server's clock. */
  readonly at: number;
  /** How many votes it rests on. */
  readonly votes: number;
  /** x and y of each dot; 32,768 is the middle. */
  readonly places: Uint16Array;
  /** For each dot the place of its group in `groupsList`, NO_GROUP or VACANT. */
  readonly groups: Uint8Array;
  readonly groupsList: readonly OpinionGroup[];
  readonly findings: MapFindings | undefined;
  /** Codes for what is absent, and why. */
  readonly notes: readonly string[];
  /** What happened to the groups since the map before. */
  readonly happenings: readonly Happening[];
  /** Where no groups are clear: how many more votes would tell; 0 where they would not. */
  readonly wanted: number;
  /** The groups are a cut through a spectrum. */
  readonly isCut: boolean;
  /** For desks only. */
  readonly brigades: readonly Brigade[];
  /** From which places people have voted; for desks only. */
  readonly heard: readonly Heard[];
}

/** In `MapState.groups`: this person is in no opinion group. */
export const NO_GROUP = 255;

/** In `MapState.groups`: whoever had this dot has taken all their votes back. */
export const VACANT = 254;

export const wholeMap = (message: WholeMap): MapState => ({
  ...rest(message, new Map()),
  places: numbers(message.dots.places),
  groups: message.dots.groups,
});

/** The map held with the difference put in; dots beyond its last are new. The map held stays as it was. */
export const movedMap = (held: MapState, message: MapMoved): MapState => {
  const which = new Uint32Array(message.which.slice().buffer);
  const dots = which.reduce((most, dot) => Math.max(most, dot + 1), held.groups.length);
  const places = new Uint16Array(dots * 2);
  const groups = new Uint8Array(dots).fill(NO_GROUP);
  places.set(held.places);
  groups.set(held.groups);
  const moved = numbers(message.dots.places);
  for (let i = 0; i < which.length; i++) {
    const dot = which[i] as number;
    places[2 * dot] = moved[2 * i] as number;
    places[2 * dot + 1] = moved[2 * i + 1] as number;
    groups[dot] = message.dots.groups[i] as number;
  }
  return { ...rest(message, held.findings?.results ?? new Map()), places, groups };
};

const rest = (message: MapMessage, known: MapFindings["results"]) => ({
  prompt: message.prompt,
  frame: message.frame,
  at: message.at,
  votes: message.votes,
  groupsList: message.groups ?? [],
  findings: message.findings && findingsOf(message.findings, known),
  notes: message.notes ?? [],
  happenings: message.happenings ?? [],
  wanted: message.wanted ?? 0,
  isCut: message.is_cut ?? false,
  brigades: message.brigades ?? [],
  heard: message.heard ?? [],
});

const findingsOf = (said: Findings, known: MapFindings["results"]): MapFindings => ({
  results: new Map([...known, ...(said.results ?? []).map((one): [string, StatementResult] => [one[0], resultOf(one)])]),
  common_ground: said.common_ground ?? [],
  fault_lines: said.fault_lines ?? [],
  discuss: said.discuss ?? [],
  reasons: said.reasons ?? [],
  representative: said.representative ?? [],
  slate: said.slate ?? [],
  shifts: said.shifts ?? [],
  gaps: said.gaps ?? [],
});

const resultOf = ([statement, counts, consensus, divisiveness, leanings]: Result): StatementResult => {
  const tallies: Tally[] = [];
  for (let i = 0; i + 3 < counts.length; i += 4) {
    const [agree = 0, disagree = 0, passed = 0, other = 0] = counts.slice(i, i + 4);
    const leaning = leanings[i / 4];
    tallies.push({ agree, disagree, passed, other, ...(leaning ? { leaning: leaning as Leaning } : {}) });
  }
  const [tally = { agree: 0, disagree: 0, passed: 0, leaning: "few" as const }, ...by_group] = tallies;
  return {
    statement,
    tally,
    consensus: Math.abs(consensus) / 1000,
    consensus_on: consensus < 0 ? "disagree" : "agree",
    divisiveness: divisiveness / 1000,
    by_group,
  };
};

/** Copied, because a part of a larger buffer may start at an odd byte. Everything that runs a browser is little-endian. */
const numbers = (bytes: DotPlaces["places"]): Uint16Array => new Uint16Array(bytes.slice().buffer);
