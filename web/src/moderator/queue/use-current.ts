/** Which of a list's items the keyboard is on, through moves, decisions made here and decisions made elsewhere. */

import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export interface Current {
  /** Goes on what holds the list, empty or not; the items carry their id in `data-id`. */
  holder: RefObject<HTMLDivElement | null>;
  current: string | undefined;
  /** Whether the person has gone to it; before, it is only the first. */
  chosen: boolean;
  /** Goes so many items on or back, and takes the focus along. */
  move(by: number): void;
  /** The person is on this item now, by mouse or by tab. */
  point(id: string): void;
  /** Takes the focus to the item itself: its buttons are about to be disabled, and would drop it. */
  hold(id: string): void;
}

/** The item in the place of one that is gone; undefined for an empty list. */
export const successor = (before: readonly string[], now: readonly string[], gone: string): string | undefined => {
  const place = before.indexOf(gone);
  const next = before.slice(Math.max(0, place)).find((id) => now.includes(id));
  return next ?? now.at(-1);
};

/** isTaken: whether somebody else is on an item; going on passes it by. */
export const useCurrent = (ids: readonly string[], isTaken: (id: string) => boolean = () => false): Current => {
  const holder = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useState<string | undefined>(undefined);
  const before = useRef(ids);
  const hadFocus = useRef(false);
  const [hasActed, acts] = useState(false);

  const isThere = chosen !== undefined && ids.includes(chosen);
  const current = isThere || chosen === undefined ? (chosen ?? ids[0]) : successor(before.current, ids, chosen);

  const focus = (id: string | undefined) => {
    const items = [...(holder.current?.querySelectorAll<HTMLElement>("[data-id]") ?? [])];
    (items.find((item) => item.dataset["id"] === id) ?? holder.current)?.focus();
  };

  useLayoutEffect(() => {
    // The item with the focus is gone from the page: the focus goes on to the next, or it would be lost to the page.
    if (chosen !== current) {
      choose(current);
      if (hadFocus.current && document.activeElement === document.body) focus(current);
    }
    before.current = ids;
    hadFocus.current = holder.current?.contains(document.activeElement) ?? false;
  });

  return {
    holder,
    current,
    chosen: hasActed,
    move: (by) => {
      const next = [];
      for (let place = ids.indexOf(current ?? "") + by; ids[place] !== undefined; place += by) next.push(ids[place]);
      const there = next.find((id) => id !== undefined && !isTaken(id)) ?? current;
      choose(there);
      focus(there);
      hadFocus.current = true;
      acts(true);
    },
    point: (id) => {
      choose(id);
      hadFocus.current = true;
      acts(true);
    },
    hold: (id) => {
      choose(id);
      focus(id);
      hadFocus.current = true;
      acts(true);
    },
  };
};
