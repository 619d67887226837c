/** The direction of the writing: the language's own, or as the switch says. */

import { computed, signal } from "@preact/signals";

import { isFromRight, language } from "../text";

export const DIRECTIONS = ["of the language", "ltr", "rtl"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What the switch says. */
export const wished = signal<Direction>("of the language");

/** Which that comes to. */
export const direction = computed(() => {
  if (wished.value !== "of the language") return wished.value;
  return isFromRight(language.value) ? "rtl" : "ltr";
});
