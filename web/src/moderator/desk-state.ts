/** What the desk's page holds: the view, and the requests that have no answer yet. */

import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";

import { dropSecret, keepSecret, staffEnding, type StaffEnding } from "../link/secret";
import { openLink, type Link, type LinkOptions, type LinkState } from "../link/socket";
import { loadAgainIfOther } from "../link/version";
import { follow, UNKNOWN, type Freshness } from "../ui/scenes/freshness";
import { reduce } from "../view/reduce";
import { empty, type View } from "../view/view";
import { type AtDesk, MAY_ASK, type ModeratorRequest, type Role } from "../wire/messages";
import { withToldToAll } from "./hall-maps";

type Without<Request, Key extends string> = Request extends unknown ? Omit<Request, Key> : never;

/** A request as the desk makes it; its operation number is given when it is sent. */
export type Wish = Without<ModeratorRequest, "op">;

/** Done, or the code of the refusal. */
export type Outcome = { done: true } | { done: false; code: string };

export interface Desk {
  /** The secret that the page came with; null where its cookie says who asks. */
  key: string | null;
  /** Whose link this desk was opened with. */
  role: ReadonlySignal<Role>;
  /** Whether that role may make the request; without it a control is not offered. */
  may(kind: ModeratorRequest["kind"]): boolean;
  view: ReadonlySignal<View>;
  /** The view as projectors have it: with the results that everybody is told, and frozen, the maps of that moment. */
  onScreens: ReadonlySignal<View>;
  link: ReadonlySignal<LinkState>;
  ending: ReadonlySignal<StaffEnding | undefined>;
  freshness: ReadonlySignal<Freshness>;
  /** Whether requests can be made. */
  isLive: ReadonlySignal<boolean>;
  /** The code of the latest refusal, for as long as nobody has dismissed it; `number` tells two alike apart. */
  refusal: ReadonlySignal<{ code: string; number: number } | undefined>;
  dismissRefusal(): void;
  /** Whether a request about this prompt, statement, link, the stage (`"stage"`), a new prompt (`"draft"`), a new link
   *  (`"links"`) or the announcement (`"announcement"`) has no answer yet. */
  isPending(about: string): boolean;
  /** The other moderators at a desk, and what they are on. */
  others: ReadonlySignal<readonly AtDesk[]>;
  /** What the others call this one; empty before it was said. */
  name: ReadonlySignal<string>;
  setName(name: string): void;
  /** Tells the others which statement this moderator is on; undefined for none. */
  claim(statement: string | undefined, takeOver?: boolean): void;
  /** Makes the request; does nothing while the link is down, when every control is disabled. */
  ask(wish: Wish, then?: (outcome: Outcome) => void): void;
}

interface Options {
  code: string;
  key: string | null;
  device: string;
  /** The page's own. */
  version: string;
  connect?: (options: LinkOptions) => Link;
  clock?: () => number;
}

interface Asked {
  request: ModeratorRequest;
  then: ((outcome: Outcome) => void) | undefined;
}

export const openDesk = ({ code, key, device, version, connect = openLink, clock = Date.now }: Options): Desk => {
  const view = signal(empty);
  const role = signal<Role>("moderator");
  const state = signal<LinkState>("connecting");
  const ending = signal<StaffEnding | undefined>(undefined);
  const freshness = signal(UNKNOWN);
  const refusal = signal<{ code: string; number: number } | undefined>(undefined);
  const hall = signal<View["maps"]>(new Map());
  const held = signal<View["maps"] | undefined>(undefined);
  const pending = signal<ReadonlyMap<number, Asked>>(new Map());
  const asked = computed(() => new Set([...pending.value.values()].map(({ request }) => subject(request))));
  let operations = 0;
  let servers = version;

  const answered = (op: number, outcome: Outcome) => {
    const asked = pending.peek().get(op);
    if (asked === undefined) return; // answered before, over a connection that is gone
    const rest = new Map(pending.peek());
    rest.delete(op);
    pending.value = rest;
    if (!outcome.done) refusal.value = { code: outcome.code, number: op };
    asked.then?.(outcome);
  };

  const link = connect({
    code,
    role: "moderator",
    key,
    device,
    since: () => view.peek().place,
    onMessage: (message) =>
      batch(() => {
        view.value = reduce(view.peek(), message, clock());
        hall.value = withToldToAll(hall.peek(), message);
        // What is held stays; a map that comes for the first time is held from now on.
        held.value = view.peek().stage?.frozen ? new Map([...hall.peek(), ...(held.peek() ?? [])]) : undefined;
        freshness.value = follow(freshness.peek(), view.peek(), clock() + view.peek().clockAhead_ms);
        if (message.kind === "welcome") {
          void keepSecret("moderator", code, key);
          servers = message.version;
          role.value = message.role;
        }
        if (message.kind === "counted") answered(message.op, { done: true });
        if (message.kind === "refused") answered(message.op, { done: false, code: message.code });
        // Not while a request waits: only this page knows of it.
        if (pending.peek().size === 0) loadAgainIfOther(version, servers);
      }),
    onState: (next, why) => {
      state.value = next;
      ending.value = staffEnding(why, key);
      if (why === "key-refused") dropSecret("moderator", code);
      // The same operation counts once, however often it is sent.
      if (next === "live" && (claimed !== undefined || name.peek() !== "")) claim(claimed);
      if (next === "live") for (const { request } of pending.peek().values()) link.send(request);
    },
  });

  const name = signal(keptName());
  let claimed: string | undefined;
  const claim = (statement: string | undefined, takeOver = false) => {
    const hadNone = claimed === undefined && statement === undefined && name.peek() === "";
    claimed = statement;
    if (hadNone || state.peek() !== "live" || !MAY_ASK.show.includes(role.peek())) return;
    link.send({
      kind: "claim",
      name: name.peek(),
      ...(statement !== undefined && { statement }),
      ...(takeOver && { take_over: true }),
    });
  };

  return {
    key,
    role,
    may: (kind) => MAY_ASK[kind].includes(role.value),
    view,
    onScreens: computed(() => ({ ...view.value, maps: held.value ?? hall.value })),
    link: state,
    ending,
    freshness,
    isLive: computed(() => state.value === "live"),
    refusal,
    others: computed(() => (view.value.pulse?.desk?.moderators ?? []).filter((one) => one.device !== device)),
    name,
    setName: (said) => {
      name.value = said.trim();
      keepName(name.value);
      claim(claimed);
    },
    claim,
    dismissRefusal: () => void (refusal.value = undefined),
    isPending: (about) => asked.value.has(about),
    ask: (wish, then) => {
      if (state.peek() !== "live") return;
      operations += 1;
      const request: ModeratorRequest = { ...wish, op: operations };
      pending.value = new Map(pending.peek()).set(operations, { request, then });
      link.send(request);
    },
  };
};

const NAME = "plenary.moderator-name";

const keptName = (): string => {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
};

const keepName = (name: string): void => {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // blocked: the name holds until the page is closed
  }
};

/** What a request is about, as `isPending` is asked. */
const subject = (request: ModeratorRequest): string => {
  if (request.kind === "set-stage") return "stage";
  if (request.kind === "draft-prompt") return "draft";
  if (request.kind === "announce" || request.kind === "withdraw") return "announcement";
  if (request.kind === "begin-item" || request.kind === "end-item") return "items";
  if (request.kind === "make-link") return "links";
  if (request.kind === "revoke-link") return request.link;
  if (request.kind === "set-level") return "level";
  if (request.kind === "list-word" || request.kind === "unlist-word") return "words";
  if ("statement" in request) return request.statement;
  return request.prompt;
};
