import type { VNode } from "preact";

/** One state of a component, as the page of components shows it: a folder's are in its `NAME.examples.tsx`. */
export interface Example {
  /** Which state it is, in a few English words: they are for whoever builds the pages. */
  readonly name: string;
  /** Draws it, in the language that the page is in. */
  readonly Draw: () => VNode;
  /** For what has no size of its own: a picture of a projector, or the place that a map has on a phone. */
  readonly frame?: "picture" | "map";
}
