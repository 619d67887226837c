/** What the projector's page holds: the view, the link's state, how fresh the picture is, and the time. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";

import { dropSecret, keepSecret, staffEnding, type StaffEnding } from "../link/secret";
import { openLink, type LinkOptions, type Link, type LinkState } from "../link/socket";
import { loadAgainIfOther } from "../link/version";
import { follow, UNKNOWN, type Freshness } from "../ui/scenes/freshness";
import { empty, reduce, type View } from "../view/view";
import { healthOf, type Health } from "./health";

export interface ScreenState {
  view: ReadonlySignal<View>;
  link: ReadonlySignal<LinkState>;
  ending: ReadonlySignal<StaffEnding | undefined>;
  health: ReadonlySignal<Health>;
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

export const openScreen = ({ code, key, device, version, connect = openLink, clock = Date.now }: Options): ScreenState => {
  const view = signal(empty);
  const link = signal<LinkState>("connecting");
  const ending = signal<StaffEnding | undefined>(undefined);
  const freshness = signal(remembered(code));
  const lost = signal<number | undefined>(undefined);
  const time = signal(clock());
  const serverNow = () => clock() + view.peek().clockAhead_ms;

  connect({
    code,
    role: "projector",
    key,
    device,
    since: () => view.peek().place,
    onMessage: (message) => {
      view.value = reduce(view.peek(), message, clock());
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
      if (why === "key-refused") dropSecret("projector", code);
    },
  });

  const health = computed(() =>
    healthOf(view.value, freshness.value, link.value, lost.value, time.value + view.value.clockAhead_ms),
  );
  return { view, link, ending, health, tick: () => void (time.value = clock()) };
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
