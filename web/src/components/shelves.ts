import type { Shelf } from "./examples";

type Fetched = () => Promise<{ readonly SHELF: Shelf }>;

/** One page's style and another's do not bear one another: each shelf is fetched by itself, into a page of its own. */
export const SHELVES = {
  ui: () => import("./shelves/ui"),
  participant: () => import("./shelves/participant"),
  projector: () => import("./shelves/projector"),
  moderator: () => import("./shelves/moderator"),
  steward: () => import("./shelves/steward"),
  report: () => import("./shelves/report"),
} as const satisfies Readonly<Record<string, Fetched>>;

export type ShelfName = keyof typeof SHELVES;

export const shelfNames = Object.keys(SHELVES) as readonly ShelfName[];

/** The shelf that the address names (`?of=moderator`); without one, the components that all pages share. */
export const shelfIn = (query: string): ShelfName => {
  const named = new URLSearchParams(query).get("of");
  return shelfNames.find((name) => name === named) ?? "ui";
};
