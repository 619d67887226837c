import { useState } from "preact/hooks";

import type { Example } from "../ui/example";
import { A_JOIN, A_LONG_TEXT, A_PROMPT, AN_ARABIC_TEXT, aMap, aStatement, SOME_FINDINGS } from "../view/examples";
import type { PromptView, Role, StatementView } from "../wire/messages";
import { aDesk } from "./a-desk";
import { RehearsalPanel } from "./access/RehearsalPanel";
import { RoleLinks } from "./access/RoleLinks";
import { Desk } from "./Desk";
import type { Desk as DeskState } from "./desk-state";
import { Instruments } from "./instruments/Instruments";
import { KeepingPanel } from "./keeping/KeepingPanel";
import { Levels } from "./levels/Levels";
import { Announce } from "./programme/Announce";
import { Items } from "./programme/Items";
import { RunOfShow } from "./programme/RunOfShow";
import { Bans } from "./queue/Ban";
import { Queue } from "./queue/Queue";
import { Translations } from "./queue/Translations";
import { CreateEvent } from "./setup/CreateEvent";
import { FirstSteps } from "./setup/FirstSteps";
import { StageControl } from "./stage/StageControl";

const CODE = "EXAMPLE";
const MINUTE_MS = 60_000;

const PROMPT: PromptView = { ...A_PROMPT, text: "How should the Alliance be governed?" };
const NEXT: PromptView = { ...A_PROMPT, id: "p2", number: 2, text: "What should come first?", phase: "draft", submit: false, vote: false };
const LAST: PromptView = { ...A_PROMPT, id: "p3", number: 3, text: A_LONG_TEXT, phase: "closed", submit: false, vote: false, results: true };

const SHOWN = [aStatement(1), aStatement(2), aStatement(3, { origin: "seed" })];
const waiting = (number: number, text: string, change: Partial<StatementView> = {}): StatementView =>
  aStatement(number, { text, standing: "waiting", ...change });
const WAITING = [
  waiting(4, "Each region should have one seat in the council."),
  waiting(5, A_LONG_TEXT),
  waiting(6, AN_ARABIC_TEXT, { language: "ar" }),
  waiting(7, "Call me: 0151 23456789, or see https://example.org/book", { flags: ["link", "phone"] }),
];
const MAP = aMap({
  sizes: [38, 27, 19],
  ungrouped: 9,
  findings: SOME_FINDINGS,
  brigades: [{ people: 12, votes: 24, is_identical: true }],
  heard: [
    { place: "cartagena", people: 41, votes: 402 },
    { place: "mumbai", people: 31, votes: 68 },
    { place: "remote", people: 0, votes: 0 },
  ],
});
const BUSY = {
  joined: 112,
  votes: 1_730,
  present: [
    { mode: "in-room", venue: "cartagena", people: 41 },
    { mode: "in-room", venue: "mumbai", people: 37 },
    { mode: "remote", people: 24 },
  ],
  desk: {
    moderators: [{ device: "other", name: "Amina", colour: 1, statement: "s5" }],
    delay: { half_ms: 1_400, most_ms: 2_300, measured: 40 },
    saving: { half_ms: 3, most_ms: 9, measured: 40 },
  },
} as const;
const AT_WORK = { prompts: [PROMPT, NEXT, LAST], statements: [...SHOWN, ...WAITING], map: MAP, pulse: BUSY };

/** What is drawn with a desk, which is made once so that what is pressed stays. */
const drawn = (wish: Parameters<typeof aDesk>[0], draw: (desk: DeskState) => ReturnType<Example["Draw"]>) => () => {
  const [desk] = useState(() => aDesk(wish));
  return draw(desk);
};
const queue = (wish: Parameters<typeof aDesk>[0]) => drawn(wish, (desk) => <Queue desk={desk} />);
const show = (wish: Parameters<typeof aDesk>[0]) => drawn(wish, (desk) => <RunOfShow desk={desk} />);
const stage = (wish: Parameters<typeof aDesk>[0]) =>
  drawn(wish, (desk) => <StageControl desk={desk} join={A_JOIN} code={CODE} />);
const instruments = (wish: Parameters<typeof aDesk>[0]) =>
  drawn(wish, (desk) => <Instruments desk={desk} join={A_JOIN} code={CODE} />);

const nothingKept = {
  versions: async () => ({ versions: [], is_being_made: false, has_failed: false, until_ms: null }),
  makeVersion: async () => undefined,
  withoutFlagged: async () => undefined,
  analyses: async () => [],
  nameAnalysis: async () => undefined,
  dropAnalysis: async () => undefined,
  export: async () => undefined,
  look: async () => undefined,
  file: () => "#",
};
const beingMade = { ...nothingKept, versions: async () => ({ versions: [], is_being_made: true, has_failed: false, until_ms: null }) };
const failed = {
  ...nothingKept,
  versions: async () => ({ versions: [], is_being_made: false, has_failed: true, until_ms: Date.now() + 3 * 86_400_000 }),
};

const link = (id: string, role: Role, label: string, change = {}) => ({
  id,
  role,
  label,
  expires_ms: null,
  venue: null,
  revoked: false,
  ...change,
});

const PANELS: Readonly<Record<string, Example["Draw"]>> = {
  "first steps": drawn({}, (desk) => <FirstSteps desk={desk} />),
  "queue: nothing waits": queue({ prompts: [PROMPT] }),
  "queue: at work with a colleague": queue(AT_WORK),
  "queue: while the link is down": queue({ ...AT_WORK, link: "waiting" }),
  "bans": drawn({ prompts: [PROMPT], statements: [aStatement(1, { text: "Buy my book.", ban: "threatens people" })] }, (desk) => <Bans desk={desk} />),
  "translations": drawn(AT_WORK, (desk) => <Translations desk={desk} />),
  "run of show: empty": show({}),
  "run of show: next, now, done": show(AT_WORK),
  "run of show: closing soon": show({
    prompts: [{ ...PROMPT, plan: { opens_ms: null, submit_closes_ms: Date.now() + 2 * MINUTE_MS, closes_ms: Date.now() + 5 * MINUTE_MS } }],
  }),
  "programme items: none yet": drawn({}, (desk) => <Items desk={desk} />),
  "programme items: one goes on": drawn(
    {
      event: {
        items: [
          { id: "i1", title: "Opening", goes_on: false },
          { id: "i2", title: A_LONG_TEXT.slice(0, 120), goes_on: false },
          { id: "i3", title: "Panel: water for the valley", goes_on: true },
        ],
      },
    },
    (desk) => <Items desk={desk} />,
  ),
  "announce": drawn({}, (desk) => <Announce desk={desk} />),
  "announce: one stands": drawn(
    { event: { announcement: { id: "a1", text: "Lunch is at one.", on_phones: true, on_screens: true, until_ms: Date.now() + 5 * MINUTE_MS, holds_phones: true } } },
    (desk) => <Announce desk={desk} />,
  ),
  "stage": stage({ ...AT_WORK, stage: { scene: "map", prompt: PROMPT.id } }),
  "stage: frozen": stage({ ...AT_WORK, stage: { scene: "common-ground", prompt: PROMPT.id, frozen: true } }),
  "stage: lobby with a countdown": stage({ ...AT_WORK, stage: { scene: "lobby", until_ms: Date.now() + 12 * MINUTE_MS } }),
  "instruments: nobody yet": instruments({ prompts: [PROMPT] }),
  "instruments: alerts, and ballots that look alike": instruments(AT_WORK),
  "instruments: trouble with saving": instruments({ ...AT_WORK, pulse: { ...BUSY, desk: { ...BUSY.desk, trouble: true } } }),
  "report and data: none yet": drawn({ prompts: [PROMPT] }, (desk) => <KeepingPanel desk={desk} code={CODE} ask={nothingKept} />),
  "report and data: being made": drawn({ prompts: [LAST] }, (desk) => <KeepingPanel desk={desk} code={CODE} ask={beingMade} />),
  "report and data: failed, and going soon": drawn({ prompts: [LAST] }, (desk) => (
    <KeepingPanel desk={desk} code={CODE} ask={failed} />
  )),
  "who may vote": drawn({}, (desk) => <Levels desk={desk} code={CODE} />),
  "role links": drawn(
    {
      links: [
        link("l1", "organiser", ""),
        link("l2", "moderator", "Amina"),
        link("l3", "steward", "Mumbai, at the door", { venue: "mumbai", expires_ms: Date.now() + 240 * MINUTE_MS }),
        link("l4", "stage", "Technician", { revoked: true }),
      ],
    },
    (desk) => <RoleLinks desk={desk} code={CODE} />,
  ),
  "rehearsal": () => <RehearsalPanel code={CODE} secret={null} ask={async () => ({ trouble: "rehearsal-unknown" })} />,
  "rehearsal: running": () => (
    <RehearsalPanel
      code={CODE}
      secret={null}
      ask={async () => ({ code: "EXAMPLE-R", people: 60, votes: 512, running: true, links: { participant: "https://plenary.example/e/EXAMPLE-R" } })}
    />
  ),
};

const desk = (wish: Parameters<typeof aDesk>[0]) => drawn(wish, (made) => <Desk desk={made} join={A_JOIN} code={CODE} />);

const PAGES: Readonly<Record<string, Example["Draw"]>> = {
  "the desk of a stage hand": desk({ ...AT_WORK, role: "stage", stage: { scene: "map", prompt: PROMPT.id } }),
  "the desk of an observer": desk({ ...AT_WORK, role: "observer" }),
  "a desk that connects": desk({ role: "observer", link: "connecting" }),
  "a new event, without the operator's link": () => <CreateEvent isOperator={false} />,
};

/** As in a column of the desk, which styles what stands in it. */
const inColumn = (Draw: Example["Draw"]) => () => (
  <div class="desk" style={{ minBlockSize: 0 }}>
    <Draw />
  </div>
);

export const EXAMPLES: readonly Example[] = [
  ...Object.entries(PANELS).map(([name, Draw]): Example => ({ name, frame: "panel", Draw: inColumn(Draw) })),
  ...Object.entries(PAGES).map(([name, Draw]): Example => ({ name, frame: "desk", Draw })),
];
