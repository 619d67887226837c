/** Drawing once a frame and not once a message: deciding on a thousand statements at once is answered a thousand times. */

import { options } from "preact";

/** A page that nobody sees has no frames. */
const HIDDEN_MS = 100;

/** What comes before a person's deed changes anything. Drawing later, at `click` or `input`, would undo the change. */
const BEFORE_A_DEED = ["keydown", "pointerdown"] as const;

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
  // A key may follow a letter within a frame, and what it does depends on the letter.
  for (const event of BEFORE_A_DEED) addEventListener(event, drawNow, { capture: true });
};
