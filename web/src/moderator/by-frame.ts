/** Drawing once a frame and not once a message: deciding on a thousand statements at once is answered a thousand times. */

import { options } from "preact";

/** A page that nobody sees has no frames. */
const HIDDEN_MS = 100;

export const drawByFrame = (): void => {
  options.debounceRendering = (draw) =>
    void (document.hidden ? setTimeout(draw, HIDDEN_MS) : requestAnimationFrame(draw));
};
