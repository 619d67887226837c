import { effect, signal, untracked } from "@preact/signals";

import { completeWords } from "../text";

/** The later parts of the page, once they are here. */
export type Later = typeof import("./later");

const fetched = signal<Later | undefined>(undefined);
let isUnderway = false;

/** The later parts; asks for them where nobody has yet. Reading it draws the reader again when they come. */
export const laterParts = (): Later | undefined => {
  if (fetched.value === undefined) void fetchLater();
  return fetched.value;
};

/** The later parts if they are here; asks for nothing. */
export const partsAtHand = (): Later | undefined => fetched.value;

/** Has it done once the later parts are here. */
export const onceFetched = (act: (parts: Later) => void): void => {
  const stop = effect(() => {
    const parts = fetched.value;
    if (parts === undefined) return;
    queueMicrotask(() => stop());
    untracked(() => act(parts));
  });
};

/** Fetches the later parts and all the words of the page's language. What fails is tried again when next asked for. */
export const fetchLater = async (): Promise<void> => {
  if (isUnderway || fetched.peek() !== undefined) return;
  isUnderway = true;
  try {
    const [parts] = await Promise.all([import("./later"), completeWords()]);
    fetched.value = parts;
  } catch {
    // no network just now
  }
  isUnderway = false;
};
