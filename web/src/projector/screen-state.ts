/** What the projector's page holds: the view, the link's state, how fresh the picture is, and the time. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";

import { dropSecret, keepSecret, staffEnding, type StaffEnding } from "../link/secret";
import { openLink, type LinkOptions, type Link, type LinkState } from "../link/socket";
import { loadAgainIfOther } from "../link/version";
import { follow, UNKNOWN, type Freshness } from "../ui/scenes/freshness";
import { reduce } from "../view/reduce";
import { empty, type View } from "../view/view";
import { healthOf, type Health } from "./health";
import { dropFrame, keepFrame, keptFrame } from "./last-frame";

export interface ScreenState {
  view: ReadonlySignal<View>;
  link: ReadonlySignal<LinkState>;
  ending: ReadonlySignal<StaffEnding | undefined>;
  health: ReadonlySignal<Health>;
  /** The freeze has just ended: the picture goes over to what has happened meanwhile, so slowly that one can follow. */
  isCatchingUp: ReadonlySignal<boolean>;
  /** Keeps the picture for the time after a reload. */
  keep(): void;
  /** Lets time pass; due every second. */
  tick(): void;
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

/** A kept picture may be so old: writing one of ten thousand people takes a few milliseconds. */
const KEEP_EVERY_MS = 10_000;

/** For so long the strip says what was caught up with. */
const CATCHING_UP_MS = 8_000;

export const openScreen = ({ code, key, device, version, connect = openLink, clock = Date.now }: Options): ScreenState => {
  const kept = key === null ? undefined : keptFrame(code);
  const view = signal(kept?.view ?? empty);
  const link = signal<LinkState>("connecting");
  const ending = signal<StaffEnding | undefined>(undefined);
  const freshness = signal(remembered(code));
  const lost = signal(kept?.at);
  const caughtUp = signal<{ votes: number; at: number } | undefined>(undefined);
  const time = signal(clock());
  const serverNow = () => clock() + view.peek().clockAhead_ms;

  connect({
    code,
    role: "projector",
    key,
    device,
    since: () => view.peek().place,
    onMessage: (message) => {
      const wasFrozen = view.peek().stage?.frozen === true;
      view.value = reduce(view.peek(), message, clock());
      if (wasFrozen && view.peek().stage?.frozen === false) {
        const votes = (view.peek().pulse?.votes ?? 0) - (freshness.peek().votes ?? Number.POSITIVE_INFINITY);
        caughtUp.value = { votes: Math.max(0, votes), at: clock() };
      }
      if (message.kind === "welcome") {
        void keepSecret("projector", code, key);
        loadAgainIfOther(version, message.version);
      }
      const before = freshness.peek();
      freshness.value = follow(before, view.peek(), serverNow());
      if (freshness.peek() !== before) remember(code, freshness.peek());
    },
    onState: (state, why) => {
      // The last frame stays; from when it is, is said from the moment the link goes.
      if (state === "live") lost.value = undefined;
      else if (link.peek() === "live") lost.value = serverNow();
      link.value = state;
      ending.value = staffEnding(why, key);
      if (why === "key-refused") {
        dropSecret("projector", code);
        dropFrame(code);
        view.value = empty;
      }
    },
  });

  const catchingUp = computed(() =>
    caughtUp.value && time.value - caughtUp.value.at < CATCHING_UP_MS ? caughtUp.value.votes : undefined,
  );
  const health = computed(() =>
    healthOf(view.value, freshness.value, link.value, lost.value, time.value + view.value.clockAhead_ms, catchingUp.value),
  );
  let keptView = view.peek();
  let keptAt = clock();
  const keep = () => {
    if (view.peek() === keptView || view.peek().event === undefined) return;
    keptView = view.peek();
    keptAt = clock();
    keepFrame(code, keptView, lost.peek() ?? serverNow());
  };
  const tick = () => {
    time.value = clock();
    if (clock() - keptAt >= KEEP_EVERY_MS) keep();
  };
  return { view, link, ending, health, isCatchingUp: computed(() => catchingUp.value !== undefined), keep, tick };
};

const place = (code: string) => `plenary.freshness.${code}`;

/** A frozen screen that is loaded again must still know how many votes its picture rests on. */
const remembered = (code: string): Freshness => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place(code)) ?? "null");
    if (Array.isArray(kept) && typeof kept[0] === "number" && typeof kept[1] === "number") {
      return { newest: kept[0], votes: kept[1], behindSince: undefined };
    }
  } catch {
    // nothing kept, or nothing that can be read: begin anew
  }
  return UNKNOWN;
};

const remember = (code: string, { newest, votes }: Freshness): void => {
  try {
    sessionStorage.setItem(place(code), JSON.stringify([newest, votes]));
  } catch {
    // blocked: only the count of votes since a freeze is missing after a reload
  }
};
