/**
 * The desk's keys: one letter each and never with a modifier, so that the browser's own keep working. They can be
 * switched off, for people whose voice control types letters.
 */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export type Shortcuts = Readonly<Record<string, () => void>>;

const PLACE = "plenary.shortcuts";

const kept = (): string | null => {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return null;
  }
};

export const areShortcutsOn = signal(kept() !== "off");

export const switchShortcuts = (on: boolean): void => {
  areShortcutsOn.value = on;
  try {
    localStorage.setItem(PLACE, on ? "on" : "off");
  } catch {
    // blocked: the choice holds until the page is closed
  }
};

/** Calls the shortcut for a key that is pressed anywhere on the page, except where somebody is writing. */
export const useShortcuts = (shortcuts: Shortcuts): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!areShortcutsOn.peek() || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const shortcut = shortcuts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (shortcut === undefined) return;
      event.preventDefault();
      shortcut();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
};

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
