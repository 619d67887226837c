/** For examples: a link without a server behind it. What is asked is counted at once, and changes nothing. */

import type { FromServer } from "../wire/messages";
import type { Link, LinkOptions, LinkState } from "./socket";

export interface Unlinked {
  connect(options: LinkOptions): Link;
  /** As if the server had said it. */
  say(message: FromServer): void;
  become(state: LinkState): void;
}

export const unlinked = (): Unlinked => {
  let page: LinkOptions | undefined;
  return {
    connect(options) {
      page = options;
      return {
        send(message) {
          if ("op" in message) queueMicrotask(() => options.onMessage({ kind: "counted", op: message.op }));
          return true;
        },
        close: () => undefined,
      };
    },
    say: (message) => page?.onMessage(message),
    become: (state) => page?.onState(state),
  };
};
