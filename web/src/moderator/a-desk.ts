/** For examples: a desk without a server behind it. What is pressed is taken, and changes nothing. */

import type { LinkState } from "../link/socket";
import { unlinked } from "../link/unlinked";
import { AN_EVENT, SOME_VENUES } from "../view/examples";
import type { MapState } from "../view/view";
import type { EventView, FromServer, LinkView, PromptView, Pulse, Role, Stage, StatementView } from "../wire/messages";
import { openDesk, type Desk } from "./desk-state";

const STAGE: Stage = { scene: "join", prompt: null, statement: null, frozen: false, until_ms: null };

interface DeskWish {
  role?: Role;
  event?: Partial<EventView>;
  prompts?: readonly PromptView[];
  statements?: readonly StatementView[];
  stage?: Partial<Stage>;
  links?: readonly LinkView[];
  map?: MapState;
  pulse?: Partial<Pulse>;
  link?: LinkState;
}

/** The map as the server would send it. */
const asMessage = ({ groupsList, findings, isCut, places, groups, ...rest }: MapState): FromServer => ({
  kind: "map",
  ...rest,
  dots: { places: new Uint8Array(places.slice().buffer), groups },
  groups: groupsList,
  is_cut: isCut,
  ...(findings && {
    findings: {
      ...findings,
      results: [...findings.results.values()].map(({ statement, tally, by_group, consensus, divisiveness }) => [
        statement,
        [tally, ...by_group].flatMap(({ agree, disagree, passed, other = 0 }) => [agree, disagree, passed, other]),
        Math.round(consensus * 1_000),
        Math.round(divisiveness * 1_000),
        [tally, ...by_group].map(({ leaning = "" }) => leaning),
      ]),
    },
  }),
});

export const aDesk = (wish: DeskWish = {}): Desk => {
  const now = Date.now();
  const heard: FromServer[] = [
    { kind: "welcome", role: wish.role ?? "organiser", version: "0", now },
    {
      kind: "snapshot",
      place: { epoch: "example", number: 1 },
      event: { ...AN_EVENT, code: "EXAMPLE", venues: SOME_VENUES, ...wish.event },
      stage: { ...STAGE, ...wish.stage },
      prompts: wish.prompts ?? [],
      statements: wish.statements ?? [],
      links: wish.links ?? [],
    },
    { kind: "pulse", now, joined: 0, votes: 0, ...wish.pulse },
  ];
  const { connect, say, become } = unlinked();
  const desk = openDesk({
    code: "EXAMPLE",
    key: null,
    device: "mine",
    version: "0",
    connect,
  });
  // Once the desk is made: it sends through what it has by then.
  queueMicrotask(() => become(wish.link ?? "live"));
  for (const message of heard) say(message);
  if (wish.map) say(asMessage(wish.map));
  return desk;
};
