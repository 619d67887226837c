import type { Palette } from "./painter";
import { lookOf, UNGROUPED } from "./shapes";
import type { Colour } from "./splat";

/** What the colour tokens of these groups mean where the canvas stands. */
export const paletteAt = (canvas: HTMLCanvasElement, labels: readonly string[]): Palette => {
  const style = getComputedStyle(canvas);
  const read = (token: string): Colour => {
    canvas.style.color = `var(${token})`;
    const [red = 128, green = 128, blue = 128] = (style.color.match(/\d+(\.\d+)?/g) ?? []).map(Number);
    return { red, green, blue };
  };
  return { groups: labels.map((label) => read(lookOf(label).colour)), ungrouped: read(UNGROUPED.colour) };
};
