/** What one screen does otherwise than the stage says: by its address, for whoever sets it up; the theme also by a key. */

import { PINNABLE, type Pinned } from "../ui/scenes/showing";

export type Theme = "dark" | "bright";

export interface ScreenOptions {
  /** Undefined where the screen follows the stage. */
  readonly pinned: Pinned | undefined;
  /** Undefined where the address does not say. */
  readonly theme: Theme | undefined;
  /** On a transparent ground, to be laid over a video picture. */
  readonly overlay: boolean;
}

/** From the address's query: `scene`, `prompt` (its number), `theme`, `overlay`. What is not understood is passed over. */
export const optionsIn = (query: string): ScreenOptions => {
  const asked = new URLSearchParams(query);
  const scene = PINNABLE.find((one) => one === asked.get("scene"));
  const prompt = Number.parseInt(asked.get("prompt") ?? "", 10);
  const theme = asked.get("theme");
  return {
    pinned: scene && { scene, prompt: Number.isNaN(prompt) ? undefined : prompt },
    theme: theme === "dark" || theme === "bright" ? theme : undefined,
    overlay: asked.has("overlay"),
  };
};

const KEPT = "plenary.hall";

/** The theme that this machine was set to last. */
export const keptTheme = (): Theme => {
  try {
    return localStorage.getItem(KEPT) === "bright" ? "bright" : "dark";
  } catch {
    return "dark";
  }
};

/** Shows the page in the theme; this machine remembers it. */
export const setTheme = (theme: Theme): void => {
  document.documentElement.dataset["hall"] = theme;
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // blocked: after a reload the hall is dark again
  }
};
