import { effect } from "@preact/signals";

import type { Phone } from "./phone";

/** While something is known to this page alone, leaving it asks back: what is not kept would be lost. */
export const warnOfLoss = (phone: Phone): (() => void) => {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  let isAsking = false;
  return effect(() => {
    const wouldLose = phone.underway.value > 0 && !phone.outlivesPage.value;
    // Only while it is needed: a page that listens is not kept for the way back.
    if (wouldLose && !isAsking) addEventListener("beforeunload", ask);
    if (!wouldLose && isAsking) removeEventListener("beforeunload", ask);
    isAsking = wouldLose;
  });
};
