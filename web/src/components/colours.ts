/** Light and dark by a switch, though the style knows them only by what the device prefers. */

export const COLOURS = ["device", "light", "dark"] as const;
export type Colours = (typeof COLOURS)[number];

const DARK = "(prefers-color-scheme: dark)";
const asWritten = new WeakSet<CSSMediaRule>();

/** Puts the page into these colours. The rules for dark hold always, never, or when the device prefers dark. */
export const setColours = (colours: Colours): void => {
  for (const rule of darkRules()) rule.media.mediaText = { device: DARK, light: "not all", dark: "all" }[colours];
  // What the browser draws itself; and a map takes its colours anew when this changes.
  document.documentElement.style.colorScheme = { device: "light dark", light: "light", dark: "dark" }[colours];
};

const darkRules = (): CSSMediaRule[] => {
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSMediaRule)
    .filter((rule) => asWritten.has(rule) || /^\(prefers-color-scheme:\s*dark\)$/.test(rule.media.mediaText));
  for (const rule of rules) asWritten.add(rule);
  return rules;
};
