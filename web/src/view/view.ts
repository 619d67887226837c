import type {
  Changed,
  Choice,
  Counted,
  Dot,
  EventView,
  FromServer,
  LinkView,
  Mode,
  OwnStatement,
  ParticipantRequest,
  PassReason,
  Place,
  PromptView,
  Pulse,
  Snapshot,
  Stage,
  StatementView,
  Submit,
  You,
} from "../wire/messages";
import type { MapMessage, MapState } from "./maps";

export { type MapState, NO_GROUP, VACANT } from "./maps";

/** An answer to a statement, and for a pass perhaps why; once it was counted, under which operation. */
export interface Answer extends Word {
  readonly choice: Choice;
}

/** The last that was said of a statement: an answer or, without a choice, that it was taken back. */
export interface Word {
  readonly choice?: Choice | undefined;
  readonly reason: PassReason | null;
  readonly op?: number | undefined;
  /** With this the server counts the vote again, should it ever have lost it. */
  readonly receipt?: string | undefined;
}

/** Which dot is the owner's, and how sure its place is; in the units of the dots' places (`Dot` on the wire). */
export interface OwnDot {
  readonly dot: number;
  readonly reach: number;
  readonly breadth: number;
  readonly turn: number;
  readonly likely: string;
  readonly votesToTell: number;
}

/** What the server holds of the participant on this phone. */
export interface Own {
  readonly participant: string;
  /** Undefined before the first join. */
  readonly mode: Mode | undefined;
  readonly venue: string | undefined;
  /** By statement. */
  readonly votes: ReadonlyMap<string, Word>;
  readonly statements: ReadonlyMap<string, OwnStatement>;
  /** By own statement, how it was asked for, and the receipt with which it can be again. */
  readonly offered?: Readonly<Record<string, Submit>>;
  /** The event asks for a proof that this device has not shown: its owner reads. */
  readonly unproven?: boolean | undefined;
}

/** All that a page knows of the event: a fold over the server's messages. */
export interface View {
  readonly place: Place | undefined;
  readonly event: EventView | undefined;
  readonly stage: Stage | undefined;
  /** By id, in the order of their numbers, as statements are. */
  readonly prompts: ReadonlyMap<string, PromptView>;
  readonly statements: ReadonlyMap<string, StatementView>;
  /** The event's role links, by id: for organisers. */
  readonly links: ReadonlyMap<string, LinkView>;
  readonly you: Own;
  /** By prompt, as own dots are. */
  readonly maps: ReadonlyMap<string, MapState>;
  readonly ownDot: ReadonlyMap<string, OwnDot>;
  /** By prompt, the statements to show next, the first one first; of them, those that may still be voted on count. */
  readonly next: ReadonlyMap<string, readonly string[]>;
  readonly pulse: Pulse | undefined;
  /** How far the server's clock is ahead of this device's. */
  readonly clockAhead_ms: number;
}

export const empty: View = {
  place: undefined,
  event: undefined,
  stage: undefined,
  prompts: new Map(),
  statements: new Map(),
  links: new Map(),
  you: { participant: "", mode: undefined, venue: undefined, votes: new Map(), statements: new Map() },
  maps: new Map(),
  ownDot: new Map(),
  next: new Map(),
  pulse: undefined,
  clockAhead_ms: 0,
};

/** Whether the message brings an opinion map; what reads those a phone fetches behind its first card (`reduce.ts`). */
export const isOfMap = (message: FromServer): message is MapMessage =>
  message.kind === "map" || message.kind === "map-moved";

/**
 * The view after a message that brings no map, heard at `heardAt_ms` by this device's clock. What was held is not
 * changed.
 */
export const reduceButMaps = (
  view: View,
  message: Exclude<FromServer, MapMessage>,
  heardAt_ms: number = Date.now(),
): View => {
  switch (message.kind) {
    case "welcome":
    case "pong":
      return { ...view, clockAhead_ms: message.now - heardAt_ms };
    case "pulse":
      return { ...view, pulse: message, clockAhead_ms: message.now - heardAt_ms };
    case "snapshot":
      return withSnapshot(view, message);
    case "changed":
      return withChanges(view, message);
    case "you":
      return { ...view, you: own(message, view.you) };
    case "fate": {
      const statements = withAll(view.you.statements, [message.statement]);
      return { ...view, you: { ...view.you, statements } };
    }
    case "dot":
      return { ...view, ownDot: new Map(view.ownDot).set(message.prompt, ownDotOf(message)) };
    case "next":
      return { ...view, next: new Map(view.next).set(message.prompt, message.statements ?? []) };
    case "counted":
    case "refused":
      return view;
    default:
      message satisfies never; // and a newer server's kind changes nothing here
      return view;
  }
};

/** The view once the server has counted what this phone asked for. Statements come back as `fate`, with their id. */
export const withCounted = (
  view: View,
  request: ParticipantRequest,
  { receipt, statement }: Partial<Counted> = {},
): View => {
  switch (request.kind) {
    case "join":
      return { ...view, you: { ...view.you, mode: request.mode, venue: request.venue } };
    case "vote":
    case "withdraw-vote": {
      // An answer may come late: to what was sent twice, or offered again, and a later word has been counted since.
      if ((view.you.votes.get(request.statement)?.op ?? 0) > request.op) return view;
      const votes = new Map(view.you.votes).set(request.statement, { ...wordOf(request), receipt });
      return { ...view, you: { ...view.you, votes } };
    }
    case "submit": {
      if (!receipt || !statement) return view;
      const offered = { ...view.you.offered, [statement]: { ...request, receipt } };
      return { ...view, you: { ...view.you, offered } };
    }
    case "erase-me":
      return { ...view, you: empty.you };
  }
};

const withSnapshot = (view: View, { place, event, stage, prompts, statements, links = [] }: Snapshot): View => ({
  ...view,
  place,
  event,
  stage,
  prompts: inOrder(new Map(), prompts),
  statements: inOrder(new Map(), statements),
  links: withAll(new Map(), links),
});

const withChanges = (view: View, { place, event, stage, prompts, statements, gone = [], links = [] }: Changed): View => {
  const forgotten = new Set(gone);
  const kept = gone.length === 0 ? view.statements : new Map([...view.statements].filter(([id]) => !forgotten.has(id)));
  return {
    ...view,
    place,
    event: event ?? view.event,
    stage: stage ?? view.stage,
    prompts: inOrder(view.prompts, prompts),
    statements: inOrder(kept, statements),
    links: links.length === 0 ? view.links : withAll(view.links, links),
  };
};

const ownDotOf = ({ dot, reach = 0, breadth = 0, turn = 0, likely = "", votes_to_tell = 0 }: Dot): OwnDot => ({
  dot,
  reach,
  breadth,
  turn,
  likely,
  votesToTell: votes_to_tell,
});

interface Said extends Partial<Word> {
  readonly statement: string;
  readonly op: number;
}

/** What a vote says, or the taking back of one, whichever way it came. */
export const wordOf = ({ choice, reason = null, op }: Partial<Word>): Word => ({ choice, reason, op });

const own = ({ participant, mode, venue, votes = [], withdrawn = [], statements = [], unproven }: You, held: Own): Own => ({
  participant,
  mode,
  venue,
  votes: new Map([
    // What was taken back is kept in mind, in case an older copy of the server's data has the vote again.
    ...[...held.votes].filter(([, word]) => !word.choice),
    ...[...withdrawn, ...votes].map((said: Said): [string, Word] => {
      const mine = held.votes.get(said.statement);
      return [said.statement, mine?.op === said.op && mine?.choice === said.choice ? mine : wordOf(said)];
    }),
  ]),
  statements: withAll(new Map(), statements),
  ...(held.offered && { offered: held.offered }),
  unproven,
});

const withAll = <Item extends { readonly id: string }>(held: ReadonlyMap<string, Item>, items: readonly Item[]) =>
  new Map([...held, ...items.map((item): [string, Item] => [item.id, item])]);

/** The items put in place of those held, all in the order of their numbers. */
const inOrder = <Item extends { readonly id: string; readonly number: number }>(
  held: ReadonlyMap<string, Item>,
  items: readonly Item[] = [],
): ReadonlyMap<string, Item> =>
  items.length === 0
    ? held
    : new Map([...withAll(held, items)].sort(([, one], [, other]) => one.number - other.number));
