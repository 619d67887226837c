/** Drawing once a frame and not once a message: deciding on a thousand statements at once is answered a thousand times. */

import { options } from "preact";

/** A page that nobody sees has no frames. */
const HIDDEN_MS = 100;

/** What a person does to a page: a key may follow a letter within a frame, and what it does depends on the letter. */
const DEEDS = ["keydown", "input", "change", "click", "submit"] as const;

export const drawByFrame = (): void => {
  let waiting: (() => void) | undefined;
  const drawNow = () => {
    const draw = waiting;
    waiting = undefined;
    draw?.();
  };
  options.debounceRendering = (draw) => {
    waiting = draw;
    if (document.hidden) setTimeout(drawNow, HIDDEN_MS);
    else requestAnimationFrame(drawNow);
  };
  // Before the page's own handlers, so that each of them knows what was done before.
  for (const deed of DEEDS) addEventListener(deed, drawNow, { capture: true });
};
