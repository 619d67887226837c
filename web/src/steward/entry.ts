/** What the steward's page holds: the view, and the ballot that is on its way to the server. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";

import { dropSecret, keepSecret, staffEnding, type StaffEnding } from "../link/secret";
import { openLink, type Link, type LinkOptions, type LinkState } from "../link/socket";
import { loadAgainIfOther } from "../link/version";
import { reduce } from "../view/reduce";
import { empty, type View } from "../view/view";
import type { EnterBallot } from "../wire/messages";

/** Done, or the code of the refusal. */
export type Outcome = { done: true } | { done: false; code: string };

export interface Entry {
  view: ReadonlySignal<View>;
  link: ReadonlySignal<LinkState>;
  ending: ReadonlySignal<StaffEnding | undefined>;
  isLive: ReadonlySignal<boolean>;
  /** Whether a ballot has no answer yet. It is sent again whenever the link comes back. */
  isBusy: ReadonlySignal<boolean>;
  /** The venue that this steward's link is for, if it is for one. */
  venue: ReadonlySignal<string | undefined>;
  enter(ballot: Omit<EnterBallot, "kind" | "op">, then: (outcome: Outcome) => void): void;
}

interface Options {
  code: string;
  key: string | null;
  device: string;
  /** The page's own. */
  version: string;
  connect?: (options: LinkOptions) => Link;
}

export const openEntry = ({ code, key, device, version, connect = openLink }: Options): Entry => {
  const view = signal(empty);
  const state = signal<LinkState>("connecting");
  const ending = signal<StaffEnding | undefined>(undefined);
  const venue = signal<string | undefined>(undefined);
  const waiting = signal<{ request: EnterBallot; then: (outcome: Outcome) => void } | undefined>(undefined);
  let operations = 0;

  const answered = (op: number, outcome: Outcome) => {
    const asked = waiting.peek();
    if (asked?.request.op !== op) return;
    waiting.value = undefined;
    asked.then(outcome);
  };

  const link = connect({
    code,
    role: "steward",
    key,
    device,
    since: () => view.peek().place,
    onMessage: (message) => {
      view.value = reduce(view.peek(), message);
      if (message.kind === "welcome") {
        void keepSecret("steward", code, key);
        venue.value = message.venue;
        // Not while somebody may be typing a ballot: only this page knows of it.
        if (operations === 0) loadAgainIfOther(version, message.version);
      }
      if (message.kind === "counted") answered(message.op, { done: true });
      if (message.kind === "refused") answered(message.op, { done: false, code: message.code });
    },
    onState: (next, why) => {
      state.value = next;
      ending.value = staffEnding(why, key);
      if (why === "key-refused") dropSecret("steward", code);
      const asked = waiting.peek();
      if (next === "live" && asked !== undefined) link.send(asked.request);
    },
  });

  return {
    view,
    link: state,
    ending,
    isLive: computed(() => state.value === "live"),
    isBusy: computed(() => waiting.value !== undefined),
    venue,
    enter: (ballot, then) => {
      if (waiting.peek() !== undefined) return;
      operations += 1;
      const request: EnterBallot = { kind: "enter-ballot", op: operations, ...ballot };
      waiting.value = { request, then };
      link.send(request);
    },
  };
};
