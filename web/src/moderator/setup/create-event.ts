/** Asks the server for a new event: the only thing that the desk does over HTTP. */


import type { Level } from "../../wire/messages";

export interface EventWish {
  title: string;
  language: string;
  venues: readonly string[];
  prompts: readonly string[];
  premoderated: boolean;
  level: Level;
  code?: string;
}

export interface CreatedEvent {
  code: string;
  links: EventLinks;
}

const PAGES = ["participant", "projector", "moderator", "organiser"] as const;

/** The addresses of an event's pages. Their secrets are shown once and kept nowhere. */
export type EventLinks = Readonly<Record<(typeof PAGES)[number], string>>;

const isLinks = (value: unknown): value is EventLinks =>
  typeof value === "object" &&
  value !== null &&
  PAGES.every((page) => typeof (value as Record<string, unknown>)[page] === "string");

/** The event, or the stable code of what went wrong; `unreachable` where no answer came. */
export const createEvent = async (wish: EventWish): Promise<CreatedEvent | { trouble: string }> => {
  try {
    const response = await fetch("/api/v1/events", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wish),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    const { code, links } = answer;
    if (typeof code !== "string") return { trouble: "other" };
    if (!response.ok) return { trouble: code };
    return isLinks(links) ? { code, links } : { trouble: "other" };
  } catch {
    return { trouble: "unreachable" };
  }
};
