import type { VNode } from "preact";

/** One state of a component or of a page's part, as the page of components shows it: they lie in `NAME.examples.tsx`. */
export interface Example {
  /** Which state it is, in a few English words: they are for whoever builds the pages. */
  readonly name: string;
  /** Draws it, in the language that the page is in. */
  readonly Draw: () => VNode;
  /**
   * For what has no size of its own: a picture of a projector, or the place that a map has on a phone. What is a page's has
   * a window of its own: that of a phone, a column of the desk, a desk, or a projector.
   */
  readonly frame?: "picture" | "map" | WindowSize;
}

export type WindowSize = "phone" | "panel" | "desk" | "screen";
