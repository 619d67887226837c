import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";

import { identityIn, localStorageOrMemory } from "../link/identity";
import { type Item, openOutbox } from "../link/outbox";
import { type Ending, type LinkState, openLink } from "../link/socket";
import { openRequestStore } from "../link/store";
import { loadAgainIfOther } from "../link/version";
import { language } from "../text";
import type { Boot } from "../view/boot";
import type { MapMessage } from "../view/maps";
import { type Answer, empty, isOfMap, type Own, reduceButMaps, type View, withCounted, wordOf } from "../view/view";
import type { Choice, FromServer, Mode, PassReason } from "../wire/messages";
import { fetchLater, onceFetched } from "./fetching";
import { readingOf } from "./reading";
import { lostBy } from "./recovery";

/** The owner's vote on a statement, wherever it has got to. */
export interface OwnVote extends Answer {
  readonly isCounted: boolean;
  /** On its way, but not in the phone's store yet: nothing may be said of it. */
  readonly isPassing: boolean;
}

/** Where the owner takes part. */
export interface Whereabouts {
  readonly mode: Mode;
  readonly venue: string | undefined;
}

/** `quiet`: as good as live, but the server has not answered for some seconds. */
interface PhoneLink {
  readonly state: LinkState | "quiet";
  readonly ending?: Ending | undefined;
}

/** One phone in one event: what it sees, what its owner has said, and what its owner can do. */
export interface Phone {
  readonly code: string;
  readonly view: ReadonlySignal<View>;
  readonly link: ReadonlySignal<PhoneLink>;
  /** What is on its way, and what was refused. */
  readonly items: ReadonlySignal<readonly Item[]>;
  /** How much is on its way. */
  readonly underway: ReadonlySignal<number>;
  /** Whether what is on its way will still be there after a reload. */
  readonly outlivesPage: ReadonlySignal<boolean>;
  /** By statement, what is on its way included. */
  readonly votes: ReadonlySignal<ReadonlyMap<string, OwnVote>>;
  /** Undefined before the owner has said where they are. */
  readonly whereabouts: ReadonlySignal<Whereabouts | undefined>;
  /** For the phone's own order of statements. */
  readonly seed: string;
  join(mode: Mode, venue?: string): void;
  /** `reason`: with a pass, why. */
  vote(statement: string, choice: Choice, reason?: PassReason | null): void;
  /** Takes the vote back, as if it had never been cast: on this phone, or with the server that may have it. */
  takeBack(statement: string): void;
  submit(prompt: string, text: string, language: string): void;
  /** Has the server forget the owner, and then this phone. */
  erase(): void;
  /** Whether that is done: then nothing of this page is anybody's any more. */
  readonly isErased: ReadonlySignal<boolean>;
  /** The secret by which the server knows the owner. */
  readonly key: string;
  /** Takes a refused request off `items`. */
  dismiss(op: number): void;
  /** The announcements that the owner has taken note of. */
  readonly noted: ReadonlySignal<ReadonlySet<string>>;
  note(announcement: string): void;
  /** A small text that this phone remembers for the event; setting "" forgets it. */
  recall(name: string): string;
  remember(name: string, text: string): void;
  close(): void;
}

/** Opens the phone with what the page brought along, and connects it. */
export const openPhone = (boot: Boot, code: string): Phone => {
  const kept = localStorageOrMemory();
  const recall = (name: string) => kept.get(`plenary/${code}/${name}`) ?? "";
  const remember = (name: string, text: string) => kept.set(`plenary/${code}/${name}`, text);
  const identity = identityIn(code, kept);

  // What was counted before is known at once, not only when the server has said so again.
  const remembered: View = { ...empty, you: readOwn(recall("mine"), identity.key) ?? empty.you };
  const view = signal(begun(remembered, boot));
  const link = signal<PhoneLink>({ state: "connecting" });
  const items = signal<readonly Item[]>([]);
  const outlivesPage = signal(true);
  const servers = signal(boot.version);
  const noted = signal<ReadonlySet<string>>(new Set(recall("noted").split(" ")));

  const isErased = signal(false);
  const store = openRequestStore(code, identity.device);
  const forget = async () => {
    close();
    kept.forget(`plenary/${code}/`);
    try {
      const waiting = await store;
      for (const { op } of await waiting.all()) await waiting.remove(op);
    } catch {
      // the database does not serve: nothing was kept in it
    }
    isErased.value = true;
  };

  const outbox = openOutbox({
    identity,
    store,
    send: (request) => connection.send(request),
    hasJoined: () => view.value.you.mode !== undefined,
    onItems: (all, outlives) => {
      items.value = all;
      outlivesPage.value = outlives;
    },
    onCounted: (request, answer) => {
      view.value = withCounted(view.value, request, answer);
      if (request.kind === "erase-me") void forget();
    },
  });

  /** Maps wait, in their order, for the part of the page that reads them. */
  const unread: MapMessage[] = [];
  const onMap = (message: MapMessage) => {
    unread.push(message);
    void fetchLater();
    onceFetched(({ withMap }) => void (view.value = unread.splice(0).reduce(withMap, view.value)));
  };

  const onMessage = (message: FromServer) => {
    if (isOfMap(message)) return onMap(message);
    const before = view.value;
    view.value = reduceButMaps(before, message);
    if (message.kind === "welcome") {
      outbox.onWelcome(message.op ?? 0);
      servers.value = message.version;
    } else if (message.kind === "counted" || message.kind === "refused") outbox.onAnswer(message);
    else if (message.kind === "you") lostBy(message, before.you, view.value, language.value).forEach(outbox.ask);
  };

  const connection = openLink({
    code,
    role: "participant",
    key: identity.key,
    device: identity.device,
    since: () => view.value.place,
    onMessage,
    onState: (state, ending) => {
      link.value = { state, ending };
    },
    onQuiet(isQuiet) {
      const [from, to] = isQuiet ? (["live", "quiet"] as const) : (["quiet", "live"] as const);
      if (link.peek().state === from) link.value = { state: to };
    },
  });

  const stopRemembering = effect(() => remember("mine", writeOwn(view.value.you, identity.key)));

  const underway = computed(() =>
    items.value.filter((item) => item.state === "on-this-phone").map((item) => item.request),
  );
  const votes = computed(() => {
    const all = new Map<string, OwnVote>();
    for (const [statement, { choice, ...word }] of view.value.you.votes)
      if (choice) all.set(statement, { ...word, choice, isCounted: true, isPassing: false });
    for (const { request, state, isKept } of items.value) {
      if (state !== "on-this-phone") continue;
      if (request.kind === "withdraw-vote") all.delete(request.statement);
      if (request.kind === "vote")
        all.set(request.statement, { ...wordOf(request), choice: request.choice, isCounted: false, isPassing: !isKept });
    }
    return all;
  });
  // Not while anything is on its way: it may be known to this page alone.
  const stopFollowingVersions = effect(() => {
    if (underway.value.length === 0) loadAgainIfOther(boot.version, servers.value);
  });
  // Erased in another tab: this one would go on with what is nobody's any more.
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === `plenary/${code}/key` && newValue === null) location.reload();
  };
  addEventListener("storage", onStorage);
  const close = () => {
    stopRemembering();
    stopFollowingVersions();
    removeEventListener("storage", onStorage);
    connection.close();
  };
  const whereabouts = computed((): Whereabouts | undefined => {
    const asked = underway.value.findLast((request) => request.kind === "join");
    const { mode, venue } = asked ?? view.value.you;
    return mode && { mode, venue };
  });

  return {
    code,
    view,
    link,
    items,
    underway: computed(() => underway.value.length),
    outlivesPage,
    votes,
    whereabouts,
    seed: identity.key,
    join: (mode, venue) =>
      outbox.ask({ kind: "join", mode, language: language.value, ...(venue !== undefined && { venue }) }),
    vote(statement, choice, reason) {
      const read = view.value.statements.get(statement);
      const reading = read && readingOf(read);
      outbox.ask({ kind: "vote", statement, choice, ...(reason && { reason }), ...(reading && { reading }) });
    },
    takeBack(statement) {
      const request = underway.value.findLast((one) => one.kind === "vote" && one.statement === statement);
      const isGone = request !== undefined && outbox.withdraw(request.op);
      if (!isGone || view.value.you.votes.get(statement)?.choice) outbox.ask({ kind: "withdraw-vote", statement });
    },
    submit: (prompt, text, written) => outbox.ask({ kind: "submit", prompt, text, language: written }),
    erase: () => outbox.ask({ kind: "erase-me" }),
    isErased,
    key: identity.key,
    dismiss: outbox.dismiss,
    noted,
    note(announcement) {
      noted.value = new Set([...noted.value, announcement].slice(-50));
      remember("noted", [...noted.value].join(" "));
    },
    recall,
    remember,
    close,
  };
};

/** The view with what the page brought along. Where that is not all, the socket is asked for everything. */
const begun = (remembered: View, { snapshot, isPartial }: Boot): View => {
  const view = snapshot ? reduceButMaps(remembered, snapshot) : remembered;
  return isPartial ? { ...view, place: undefined } : view;
};

const writeOwn = (own: Own, key: string): string =>
  JSON.stringify({ ...own, votes: [...own.votes], statements: [...own.statements], key });

/** Nothing where another key wrote it: a tab may still write what was its owner's while another has that one erased. */
const readOwn = (written: string, ownKey: string): Own | undefined => {
  try {
    const { key, ...own } = JSON.parse(written) as Own & { votes: [string, Answer][]; statements: []; key: string };
    if (key !== ownKey) return undefined;
    return { ...own, votes: new Map(own.votes), statements: new Map(own.statements) };
  } catch {
    return undefined;
  }
};
