import type { Snapshot } from "../wire/messages";

/** What the server wrote into the page, so that the first card never waits for the socket. */
export interface Boot {
  readonly page: "participant" | "projector" | "moderator" | "steward" | "components";
  readonly version: string;
  /** Null on the page that asks for a code. */
  readonly code: string | null;
  /** Where people join, as it is shown to them. */
  readonly address: string | null;
  /** As of when the page was made; it may be old by now. */
  readonly snapshot: Snapshot | null;
  /** Whether the snapshot lacks statements: the socket brings all. */
  readonly isPartial: boolean;
}

/** The page's boot state. Raises where the page has none: only our server writes these pages. */
export const readBoot = (): Boot => {
  const written = document.getElementById("boot")?.textContent;
  if (!written) throw new Error("the page has no boot state");
  return JSON.parse(written) as Boot;
};
