/** Drawing once a frame and not once a message: deciding on a thousand statements at once is answered a thousand times. */

import { options } from "preact";

/** So long a frame is waited for: a page that nobody sees has none, nor has one that is hidden or covered meanwhile. */
const FRAME_WITHIN_MS = 100;

/** What a typed letter has changed is drawn once the page has heard of it. A tick or a choice is told twice, as `input` and
 * as `change`: drawn in between, it would be put back. */
const isTyped = ({ target }: Event): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && target.type !== "checkbox" && target.type !== "radio");

export const drawByFrame = (): void => {
  let waiting: (() => void) | undefined;
  let frame = 0;
  let late = 0;
  const drawNow = () => {
    cancelAnimationFrame(frame);
    clearTimeout(late);
    const draw = waiting;
    waiting = undefined;
    draw?.();
  };
  options.debounceRendering = (draw) => {
    waiting = draw;
    frame = requestAnimationFrame(drawNow);
    late = window.setTimeout(drawNow, FRAME_WITHIN_MS);
  };
  // What is done next may depend on it: on the letter, when the field is left or a key follows; on what waits, when
  // something is pressed. That is drawn at the release: drawn before, it might move what is under the finger away.
  addEventListener("input", (event) => {
    if (isTyped(event)) drawNow();
  });
  for (const event of ["keydown", "pointerup"]) addEventListener(event, drawNow, { capture: true });
};
