/** How much of a long list is on the page: with a thousand items, each with its buttons, every key press would wait. */

import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";

export const PORTION = 50;
/** So many items beyond the one that the keyboard is on are there already. */
const AHEAD = 10;

export interface Portion<Item> {
  readonly listed: readonly Item[];
  /** Behind the list: the button for more of it, where there is more. */
  readonly rest: ComponentChild;
}

/** at: the place of the item that the keyboard is on; as it goes on, more is listed. */
export const usePortion = <Item,>(items: readonly Item[], at = 0): Portion<Item> => {
  const [asked, ask] = useState(PORTION);
  const most = Math.max(asked, Math.ceil((at + 1 + AHEAD) / PORTION) * PORTION);
  const left = items.length - most;
  return {
    listed: left > 0 ? items.slice(0, most) : items,
    rest: left > 0 && (
      <Button rank="quiet" onClick={() => ask(most + PORTION)}>
        {t("queue.more", { n: Math.min(left, PORTION) })}
      </Button>
    ),
  };
};
