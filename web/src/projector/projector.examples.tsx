import { useState } from "preact/hooks";

import type { LinkState } from "../link/socket";
import { unlinked } from "../link/unlinked";
import type { Example } from "../ui/example";
import { A_JOIN, A_PROMPT, AN_EVENT, aMap, SOME_VENUES } from "../view/examples";
import type { FromServer, Stage } from "../wire/messages";
import { Projector } from "./Projector";
import { openScreen, type ScreenState } from "./screen-state";

interface Wish {
  link?: LinkState;
  stage?: Partial<Stage>;
  /** How long ago the newest map was made. */
  age_s?: number;
  /** Votes that have come since. */
  since?: number;
  isEmpty?: boolean;
}

const MAP = aMap({ sizes: [38, 27, 19], ungrouped: 9 });
const VOTES = 850;

/** A screen without a server behind it. Time stands still on it, and nothing of it is kept. */
const aScreen = ({ link = "live", stage = {}, age_s = 3, since = 0, isEmpty = false }: Wish): ScreenState => {
  const began = Date.now();
  let clock = began - age_s * 1_000;
  const { connect, say, become } = unlinked();
  const screen = openScreen({
    code: "EXAMPLE",
    key: null,
    device: "screen",
    version: "0",
    clock: () => clock,
    connect,
  });
  const pulse = (votes: number): FromServer => ({
    kind: "pulse",
    now: clock,
    joined: 112,
    votes,
    present: [
      { mode: "in-room", venue: "cartagena", people: 41 },
      { mode: "in-room", venue: "mumbai", people: 37 },
      { mode: "remote", people: 24 },
    ],
  });
  if (!isEmpty) {
    become("live");
    say({
      kind: "snapshot",
      place: { epoch: "example", number: 1 },
      event: {
        ...AN_EVENT,
        code: "EXAMPLE",
        venues: SOME_VENUES,
      },
      stage: { scene: "map", prompt: A_PROMPT.id, statement: null, frozen: false, until_ms: null, ...stage },
      prompts: [A_PROMPT],
      statements: [],
    });
    say(pulse(VOTES));
    say({
      kind: "map",
      prompt: A_PROMPT.id,
      frame: 214,
      at: clock,
      votes: VOTES,
      dots: { places: new Uint8Array(MAP.places.slice().buffer), groups: MAP.groups },
      groups: MAP.groupsList,
    });
    if (since > 0) say(pulse(VOTES + since));
  }
  become(link);
  clock = began;
  screen.tick();
  return { ...screen, tick: () => undefined, keep: () => undefined };
};

const screen =
  (wish: Wish): Example["Draw"] =>
  () => {
    const [made] = useState(() => aScreen(wish));
    return (
      <Projector
        screen={made}
        join={A_JOIN}
        options={{ pinned: undefined, theme: undefined, overlay: false }}
      />
    );
  };

const STATES: Readonly<Record<string, Wish>> = {
  "connecting": { isEmpty: true, link: "connecting" },
  "no server": { isEmpty: true, link: "waiting" },
  "data of three seconds ago": {},
  "votes that no map shows yet": { age_s: 24, since: 12 },
  "nobody has voted of late": { age_s: 600 },
  "frozen": { stage: { frozen: true }, since: 37, age_s: 90 },
  "network lost": { link: "waiting", age_s: 90 },
};

export const EXAMPLES: readonly Example[] = Object.entries(STATES).map(([name, wish]) => ({
  name,
  frame: "screen",
  Draw: screen(wish),
}));
