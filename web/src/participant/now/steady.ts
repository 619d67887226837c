import { effect, untracked } from "@preact/signals";

import type { PromptView, StatementView, TranslationView } from "../../wire/messages";
import type { Cards } from "../cards";
import { readsOriginal, translationOf, turnOver } from "../reading";

interface AsItCame {
  readonly card: string | undefined;
  readonly prompt: PromptView;
}

const held = new WeakMap<Cards, AsItCame>();

/**
 * The prompt as it read when the card came: a longer text, or a translation, waits for the next card and moves no button.
 * Where there is no card, or it cannot be voted on, there is nothing to wait for.
 */
export const asItCame = (cards: Cards, prompt: PromptView): PromptView => {
  const card = cards.card.value?.id;
  const before = held.get(cards);
  if (before && card !== undefined && before.card === card && prompt.phase === "open") return before.prompt;
  held.set(cards, { card, prompt });
  return prompt;
};

/**
 * Leaves the card in front as it reads where a translation comes that would move its buttons: that stands one tap away,
 * below them. Once another card is in front, it is read in translation like all others.
 */
export const keepTexts = (cards: Cards): (() => void) => {
  let front: StatementView | undefined;
  let isKept = false;
  return effect(() => {
    const before = front;
    const now = cards.card.value;
    front = now;
    untracked(() => {
      if (before === undefined || before.id !== now?.id) {
        if (before && isKept && readsOriginal(before)) turnOver(before);
        isKept = false;
        return;
      }
      const translation = translationOf(before) ? undefined : translationOf(now);
      if (translation === undefined || readsOriginal(now) || isAsHigh(translation)) return;
      turnOver(now);
      isKept = true;
    });
  });
};

/** Whether the card in front stays as high with this text on it. */
const isAsHigh = ({ text, language }: TranslationView): boolean => {
  const shown = document.querySelector<HTMLElement>(".card__statement");
  if (shown === null) return true;
  const tried = shown.cloneNode() as HTMLElement;
  tried.textContent = text;
  tried.lang = language;
  Object.assign(tried.style, { position: "absolute", visibility: "hidden", inlineSize: `${shown.clientWidth}px` });
  shown.after(tried);
  const isSo = tried.clientHeight === shown.clientHeight;
  tried.remove();
  return isSo;
};
