import { effect, signal } from "@preact/signals";

import { announce } from "../../ui/announcer/Announcer";
import { happeningInWords } from "../../ui/scenes/Happenings";
import type { Happening } from "../../wire/messages";
import type { Phone } from "../phone";

/** Something that befell a group, and when by the server's clock. */
export interface Happened {
  readonly at_ms: number;
  readonly happening: Happening;
}

/** Of each prompt so many are remembered; a map tells only what is new since the one before. */
const MOST = 6;

const told = signal<ReadonlyMap<string, readonly Happened[]>>(new Map());

/** What befell the groups of the prompt while this page was open, the latest first. */
export const happenedIn = (prompt: string): readonly Happened[] => told.value.get(prompt) ?? [];

/** Remembers, and says aloud, what befalls the groups. */
export const watchGroups = (phone: Phone): (() => void) => {
  const frames = new Map<string, number>();
  told.value = new Map();
  return effect(() => {
    for (const { prompt, frame, at, happenings } of phone.view.value.maps.values()) {
      if (frames.get(prompt) === frame) continue;
      // The first map of a page says what happened before it was opened: to be read, not to be told.
      const isFirst = !frames.has(prompt);
      frames.set(prompt, frame);
      if (happenings.length === 0) continue;
      const before = told.peek();
      const news = happenings.map((happening) => ({ at_ms: at, happening }));
      told.value = new Map(before).set(prompt, [...news, ...(before.get(prompt) ?? [])].slice(0, MOST));
      if (!isFirst) announce(`${happenings.map(happeningInWords).join(". ")}.`, "happenings");
    }
  });
};
