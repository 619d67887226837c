import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";

import type { Choice, PromptView, StatementView } from "../wire/messages";
import { deck } from "./deck";
import type { OwnVote, Phone } from "./phone";

/** Which prompt and which card are in front of the phone's owner. */
export interface Cards {
  /** The open prompts. */
  readonly open: ReadonlySignal<readonly PromptView[]>;
  /** The one chosen, else the one on the stage, else the first open one; after the last has closed, that one. */
  readonly prompt: ReadonlySignal<PromptView | undefined>;
  /** Undefined where nothing is left to vote on. */
  readonly card: ReadonlySignal<StatementView | undefined>;
  /** Statements that say the same in other words; their votes count for this card. */
  readonly wordings: ReadonlySignal<readonly StatementView[]>;
  /** The card voted on before this one. */
  readonly last: ReadonlySignal<StatementView | undefined>;
  /** How many statements of the prompt there are, and how many have the owner's vote. */
  readonly progress: ReadonlySignal<{ readonly done: number; readonly all: number }>;
  choose(prompt: string): void;
  /** The statement whose vote can be undone: the last, for ten seconds. */
  readonly undoable: ReadonlySignal<string>;
  /** Casts the vote on the card and brings the next. */
  vote(choice: Choice): void;
  /** Brings the card of the last vote back as it was before: with the answer before, or with none. */
  undo(): void;
  /** Puts that statement in front, if it may be voted on. */
  putInFront(statement: string): void;
  back(): void;
  onward(): void;
}

const CHOSEN = "prompt";
const UNDO_WITHIN_MS = 10_000;

export const openCards = (phone: Phone): Cards => {
  const { view, votes } = phone;
  const chosen = signal(phone.recall(CHOSEN));
  /** The card in front stays there until it is voted on, whatever else comes in. */
  const inFront = signal("");
  /** The votes of this visit, oldest first, and the one that the owner has gone back to. */
  const trail = signal<readonly string[]>([]);
  const revisited = signal("");
  const undoable = signal("");
  let before: OwnVote | undefined;
  let undoTimer: ReturnType<typeof setTimeout> | undefined;

  const open = computed(() => [...view.value.prompts.values()].filter((prompt) => prompt.phase === "open"));
  const prompt = computed(() => {
    const { prompts, stage } = view.value;
    const among = (id: string | null | undefined) => open.value.find((one) => one.id === id);
    const found = among(chosen.value) ?? among(stage?.prompt) ?? open.value[0];
    return found ?? prompts.get(chosen.value) ?? [...prompts.values()].findLast((one) => one.phase === "closed");
  });
  const all = computed(() => (prompt.value ? deck(view.value, prompt.value.id, phone.seed) : []));
  const inDeck = (id: string | undefined) => all.value.find((one) => one.id === id);

  /** A vote on one wording of a statement answers its card. */
  const answered = computed(
    () => new Set(Array.from(votes.value.keys(), (id) => view.value.statements.get(id)?.into ?? id)),
  );

  const card = computed(() => {
    const unvoted = all.value.filter((one) => !answered.value.has(one.id));
    const isUnvoted = (id: string) => unvoted.find((one) => one.id === id);
    // The server knows which statements lack votes and which tell most about this person; without it, any order will do.
    const routed = view.value.next.get(prompt.value?.id ?? "")?.find((id) => isUnvoted(id) !== undefined);
    return inDeck(revisited.value) ?? isUnvoted(inFront.value) ?? isUnvoted(routed ?? "") ?? unvoted[0];
  });
  effect(() => {
    if (card.value && !revisited.value) inFront.value = card.value.id;
  });

  const steps = computed(() => trail.value.filter((id) => inDeck(id) !== undefined));
  const place = computed(() => {
    const found = steps.value.indexOf(revisited.value);
    return found < 0 ? steps.value.length : found;
  });

  return {
    open,
    prompt,
    card,
    wordings: computed(() => [...view.value.statements.values()].filter((one) => one.into && one.into === card.value?.id)),
    last: computed(() => inDeck(steps.value[place.value - 1])),
    undoable,
    progress: computed(() => ({
      all: all.value.length,
      done: all.value.filter((one) => answered.value.has(one.id)).length,
    })),
    choose(id) {
      chosen.value = id;
      revisited.value = "";
      phone.remember(CHOSEN, id);
    },
    vote(choice) {
      const voted = card.value?.id;
      if (voted === undefined) return;
      trail.value = [...trail.value.filter((id) => id !== voted), voted];
      before = votes.peek().get(voted);
      undoable.value = voted;
      clearTimeout(undoTimer);
      undoTimer = setTimeout(() => (undoable.value = ""), UNDO_WITHIN_MS);
      phone.vote(voted, choice); // before the next card is in front, as it was read
      revisited.value = "";
    },
    undo() {
      const voted = undoable.value;
      if (voted === "") return;
      undoable.value = "";
      if (before) {
        phone.vote(voted, before.choice, before.reason);
        revisited.value = voted;
      } else {
        phone.takeBack(voted);
        revisited.value = "";
        inFront.value = voted; // as the last: while it was answered, whatever had been routed since came in front
      }
      trail.value = trail.value.filter((id) => id !== voted);
    },
    putInFront(statement) {
      revisited.value = statement;
    },
    back() {
      revisited.value = steps.value[place.value - 1] ?? revisited.value;
    },
    onward() {
      revisited.value = steps.value[place.value + 1] ?? "";
    },
  };
};
