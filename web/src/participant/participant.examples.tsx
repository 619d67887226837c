import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { Example } from "../ui/example";
import { A_LONG_TEXT, A_PROMPT, AN_ARABIC_TEXT, aMap, aStatement, SOME_FINDINGS } from "../view/examples";
import type { OwnStatement, RejectionReason, Standing } from "../wire/messages";
import { aPhone, cardsAfter, PROMPT, VENUES } from "./a-phone";
import { EnterCode } from "./EnterCode";
import { Header } from "./Header";
import { Join } from "./Join";
import { Me } from "./me/Me";
import { Erased } from "./me/OwnData";
import { Held } from "./notices/Held";
import { Notices } from "./notices/Notices";
import { Now } from "./now/Now";
import { draftOf } from "./now/draft";
import type { Phone } from "./phone";
import { NowTabs } from "./PromptTabs";
import { Room } from "./room/Room";
import { Waiting } from "./Waiting";

const SOON = 4 * 60_000;

const LONG = aStatement(1, { text: A_LONG_TEXT });
const ARABIC = aStatement(1, { language: "ar", text: AN_ARABIC_TEXT });
const TRANSLATED = aStatement(1, {
  language: "th",
  text: "แต่ละประเทศควรมีอิสระในการกำหนดแนวทางของตนเอง",
  translations: ["ar", "en", "es", "fr", "hi", "pt", "zh"].map((language) => ({
    language,
    text: "Each country should be free to set its own course.",
    version: 1,
    by_service: true,
  })),
});

const FINDINGS = { ...SOME_FINDINGS, representative: [["s1"], ["s2"], ["s3"]] };
const MAP = aMap({ sizes: [38, 27, 19], ungrouped: 9, findings: FINDINGS });
const DOT = { dot: 40, reach: 7_000, breadth: 3_500, turn: 0.5, likely: "B", votesToTell: 3 };
const ALL_VOTED = { s1: "agree", s2: "disagree", s3: "pass" } as const;
const VOTES = Object.fromEntries(Object.entries(ALL_VOTED).map(([id, choice]) => [id, { choice, reason: null }]));
const REVEALED = { ...PROMPT, results: true };
const WITH_MAP = { maps: new Map([[PROMPT.id, MAP]]), ownDot: new Map([[PROMPT.id, DOT]]) };

/** As the page has it: header, one layer, and what lies over its end. */
const Layer = ({ phone, foot, children }: { phone: Phone; foot?: ComponentChildren; children: ComponentChildren }) => (
  <div class="phone" style={{ minBlockSize: 0 }}>
    <Header phone={phone} />
    <main class="layer">{children}</main>
    <footer class="foot">
      <div class="foot__over">
        <Waiting phone={phone} />
        {foot}
      </div>
    </footer>
  </div>
);

interface Wish extends NonNullable<Parameters<typeof aPhone>[0]> {
  choices?: NonNullable<Parameters<typeof cardsAfter>[1]>;
}

/** The first layer, with that phone; made once, so that what is pressed stays. */
const now = ({ choices = [], ...wish }: Wish = {}) => () => {
  const [{ phone, cards }] = useState(() => {
    const made = aPhone(wish);
    return { phone: made, cards: cardsAfter(made, choices) };
  });
  return (
    <Layer phone={phone} foot={<NowTabs cards={cards} />}>
      <Now phone={phone} cards={cards} />
    </Layer>
  );
};

const me = (wish: Wish = {}) => () => {
  const [phone] = useState(() => aPhone(wish));
  return (
    <Layer phone={phone}>
      <Me phone={phone} onMove={() => undefined} />
    </Layer>
  );
};

const room = (wish: Wish = {}) => () => {
  const [{ phone, cards }] = useState(() => {
    const made = aPhone(wish);
    return { phone: made, cards: cardsAfter(made) };
  });
  return (
    <Layer phone={phone}>
      <Room phone={phone} cards={cards} />
    </Layer>
  );
};

const notices = (event: NonNullable<Wish["event"]>) => () => {
  const [{ phone, cards }] = useState(() => {
    const made = aPhone({ event });
    return { phone: made, cards: cardsAfter(made) };
  });
  return (
    <Layer phone={phone}>
      <Notices phone={phone} cards={cards} first={phone.view.value.event?.announcement ?? undefined} />
    </Layer>
  );
};

const join = (event: Partial<Parameters<typeof Join>[0]["event"]>) => () => (
  <Join event={{ ...(aPhone().view.value.event as Parameters<typeof Join>[0]["event"]), ...event }} onJoin={() => undefined} />
);

const own = (id: string, standing: Standing, text: string, because: RejectionReason | null = null, reason = ""): OwnStatement => ({
  id,
  prompt: PROMPT.id,
  text,
  standing,
  reason,
  because,
});

const STATES: Readonly<Record<string, Example["Draw"]>> = {
  "enter a code": () => <EnterCode go={() => undefined} />,
  "join: three venues": join({ venues: VENUES }),
  "join: no venue, long title": join({ venues: [], title: LONG.text }),
  "now: nothing is open": now({ prompts: [] }),
  "now: a card": now(),
  "now: long words": now({ statements: [LONG] }),
  "now: Arabic with Latin words and figures": now({ statements: [ARABIC] }),
  "now: a translation by a program": now({ statements: [TRANSLATED] }),
  "now: another wording": now({ statements: [aStatement(1), aStatement(2, { into: "s1", standing: "merged" })] }),
  "now: just voted": now({ choices: ["agree"] }),
  "now: just passed, and why": now({ choices: ["pass"] }),
  "now: voted, no answer yet": now({ choices: ["agree"], link: "quiet" }),
  "now: voted, without network": now({ choices: ["agree", "disagree"], link: "waiting" }),
  "now: a vote that was not counted": now({
    items: [
      {
        request: { kind: "vote", op: 1, statement: "s2", choice: "agree" },
        state: { refused: "prompt-not-open" },
        isKept: false,
      },
    ],
  }),
  "now: two prompts, one closing soon": now({
    prompts: [
      { ...PROMPT, plan: { opens_ms: null, submit_closes_ms: null, closes_ms: Date.now() + SOON } },
      { ...A_PROMPT, id: "p2", number: 2, text: "What should come first?" },
    ],
  }),
  "now: voting paused, no writing": now({ prompts: [{ ...PROMPT, vote: false, submit: false }] }),
  "now: no statements yet": now({ statements: [] }),
  "now: everything seen": now({ votes: VOTES }),
  "now: closed": now({ prompts: [{ ...PROMPT, phase: "closed", submit: false, vote: false }] }),
  "now: writing": now({ statements: [], remembered: { [draftOf(PROMPT)]: "Each region should have one seat." } }),
  "now: writing what is said already": now({ remembered: { [draftOf(PROMPT)]: "Every region should have one seat in the council!" } }),
  "now: writing too much": now({ event: { statement_limit: 40 }, remembered: { [draftOf(PROMPT)]: LONG.text } }),
  "me: nothing yet": me(),
  "me: votes, fates, place": me({
    votes: VOTES,
    view: WITH_MAP,
    own: [
      own("o1", "waiting", "Meetings should be held online."),
      own("o2", "shown", "All minutes should be public."),
      own("o3", "merged", "Each region should have a seat."),
      own("o4", "rejected", "Buy my book.", "off-topic"),
      own("o5", "rejected", "The chair is a fool.", null, "Please say it without the chair."),
    ],
  }),
  "me: erased": () => <Erased />,
  "room: no map yet": room(),
  "room: results hidden": room({ view: WITH_MAP }),
  "room: results shown": room({ view: WITH_MAP, prompts: [REVEALED], votes: VOTES }),
  "room: no clear groups": room({
    view: { maps: new Map([[PROMPT.id, aMap({ sizes: [], ungrouped: 60, notes: ["no_clear_groups"], wanted: 120 })]]) },
  }),
  "an announcement": notices({
    announcement: { id: "a1", text: "Lunch is at one. غداء في الواحدة.", on_phones: true, on_screens: true, until_ms: null, holds_phones: false },
  }),
  "held: eyes on the stage": () => (
    <Held
      phone={aPhone({
        event: {
          announcement: {
            id: "a1",
            text: "Eyes on the stage, please.",
            on_phones: true,
            on_screens: false,
            until_ms: Date.now() + SOON,
            holds_phones: true,
          },
        },
      })}
    />
  ),
  "the report is there": notices({
    report: { number: 1, programme_head: "5d41402abc4b2a76b9719d91", ballots_head: "7d793037a0760186574b0282" },
  }),
};

export const EXAMPLES: readonly Example[] = Object.entries(STATES).map(([name, Draw]) => ({ name, frame: "phone", Draw }));
