/** Light and dark by a switch, though the style knows them only by what the device prefers. */

import { signal } from "@preact/signals";

export const COLOURS = ["device", "light", "dark"] as const;
export type Colours = (typeof COLOURS)[number];

/** What the switch says. */
export const colours = signal<Colours>("device");

const DARK = "(prefers-color-scheme: dark)";
const asWritten = new WeakSet<CSSMediaRule>();

/** Puts a document into these colours. The rules for dark hold always, never, or when the device prefers dark. */
export const colour = (shown: Document, wanted: Colours): void => {
  for (const rule of darkRules(shown)) rule.media.mediaText = { device: DARK, light: "not all", dark: "all" }[wanted];
  // What the browser draws itself; and a map takes its colours anew when this changes.
  shown.documentElement.style.colorScheme = { device: "light dark", light: "light", dark: "dark" }[wanted];
};

/** Every rule that styles the document, those of fetched parts too. */
export const rulesOf = (shown: Document): CSSRule[] =>
  [...shown.styleSheets, ...shown.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules]);

// By its kind and not by its class: a window inside the page has classes of its own.
const isMedia = (rule: CSSRule): rule is CSSMediaRule => "media" in rule && "conditionText" in rule;

const darkRules = (shown: Document): CSSMediaRule[] => {
  const rules = rulesOf(shown)
    .filter(isMedia)
    .filter((rule) => asWritten.has(rule) || /^\(prefers-color-scheme:\s*dark\)$/.test(rule.media.mediaText));
  for (const rule of rules) asWritten.add(rule);
  return rules;
};
