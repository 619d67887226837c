/** For examples: a phone without a server behind it, in whatever state. What its owner does stays on the page. */

import { computed, signal } from "@preact/signals";

import type { Item } from "../link/outbox";
import type { LinkState } from "../link/socket";
import { A_PROMPT, AN_EVENT, aStatement, SOME_VENUES } from "../view/examples";
import { type Answer, empty, type View } from "../view/view";
import type { Choice, EventView, OwnStatement, ParticipantRequest, PromptView, StatementView } from "../wire/messages";
import { openCards, type Cards } from "./cards";
import type { OwnVote, Phone, Whereabouts } from "./phone";

interface PhoneWish {
  event?: Partial<EventView>;
  prompts?: readonly PromptView[];
  statements?: readonly StatementView[];
  /** Counted, by statement. */
  votes?: Readonly<Record<string, Answer>>;
  /** The owner's. */
  own?: readonly OwnStatement[];
  /** What waits on the phone or was refused. */
  items?: readonly Item[];
  view?: Partial<View>;
  link?: LinkState | "quiet";
  /** What this phone remembers, by name. */
  remembered?: Readonly<Record<string, string>>;
  whereabouts?: Whereabouts;
}

export const PROMPT: PromptView = { ...A_PROMPT, text: "How should the Alliance be governed?" };

export const VENUES = [...SOME_VENUES, { id: "bangkok", name: "Bangkok" }];

export const aPhone = ({
  event,
  prompts = [PROMPT],
  statements = [1, 2, 3].map((number) => aStatement(number)),
  votes = {},
  own = [],
  items = [],
  view,
  link = "live",
  remembered = {},
  whereabouts = { mode: "in-room", venue: "mumbai" },
}: PhoneWish = {}): Phone => {
  const counted = Object.entries(votes);
  const held = signal<View>({
    ...empty,
    place: { epoch: "example", number: 1 },
    event: { ...AN_EVENT, code: "EXAMPLE", venues: VENUES, ...event },
    stage: { scene: "map", prompt: null, statement: null, frozen: false, until_ms: null },
    prompts: new Map(prompts.map((one) => [one.id, one])),
    statements: new Map(statements.map((one) => [one.id, one])),
    you: {
      participant: "somebody",
      mode: whereabouts.mode,
      venue: whereabouts.venue,
      votes: new Map(counted),
      statements: new Map(own.map((one) => [one.id, one])),
    },
    ...view,
  });
  const waiting = signal(items);
  const texts = new Map(Object.entries(remembered));
  const noted = signal<ReadonlySet<string>>(new Set());
  const place = signal<Whereabouts | undefined>(whereabouts);
  const underway = computed(() => waiting.value.filter((one) => one.state === "on-this-phone"));
  let operations = 1_000;
  const ask = (request: ParticipantRequest) => {
    waiting.value = [...waiting.value, { request, state: "on-this-phone", isKept: true }];
  };
  return {
    code: "EXAMPLE",
    view: held,
    link: signal({ state: link }),
    items: waiting,
    underway: computed(() => underway.value.length),
    outlivesPage: signal(true),
    votes: computed(() => {
      const all = new Map<string, OwnVote>();
      for (const [id, { choice, ...answer }] of held.value.you.votes)
        if (choice !== undefined) all.set(id, { ...answer, choice, isCounted: true, isPassing: false });
      for (const { request } of underway.value)
        if (request.kind === "vote")
          all.set(request.statement, { choice: request.choice, reason: request.reason ?? null, isCounted: false, isPassing: false });
      return all;
    }),
    whereabouts: place,
    seed: "example",
    join: (mode, venue) => void (place.value = { mode, venue }),
    vote: (voted, choice, reason) => ask({ kind: "vote", op: operations++, statement: voted, choice, ...(reason && { reason }) }),
    takeBack: (voted) =>
      void (waiting.value = waiting.value.filter(({ request }) => request.kind !== "vote" || request.statement !== voted)),
    submit: (prompt, text, language) => ask({ kind: "submit", op: operations++, prompt, text, language }),
    erase: () => undefined,
    isErased: signal(false),
    key: "",
    dismiss: (op) => void (waiting.value = waiting.value.filter(({ request }) => request.op !== op)),
    noted,
    note: (announcement) => void (noted.value = new Set([...noted.value, announcement])),
    recall: (name) => texts.get(name) ?? "",
    remember: (name, text) => void texts.set(name, text),
    close: () => undefined,
  };
};

/** The cards of such a phone, after its owner has pressed these choices, one after the other. */
export const cardsAfter = (phone: Phone, choices: readonly Choice[] = []): Cards => {
  const cards = openCards(phone);
  for (const choice of choices) cards.vote(choice);
  return cards;
};
