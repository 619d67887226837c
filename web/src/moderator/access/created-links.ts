/** The three links of an event that this device created: their secrets cannot be had again from the server. */

export interface EventLinks {
  participant: string;
  projector: string;
  moderator: string;
  organiser: string;
}

const place = (code: string) => `plenary.links.${code}`;

export const keepLinks = (code: string, links: EventLinks): void => {
  try {
    localStorage.setItem(place(code), JSON.stringify(links));
  } catch {
    // blocked: whoever created the event has the links on the page before
  }
};

/** Undefined where the event was created on another device. */
export const keptLinks = (code: string): EventLinks | undefined => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(code)) ?? "null");
    return isLinks(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
};

const ROLES = ["participant", "projector", "moderator", "organiser"];

export const isLinks = (value: unknown): value is EventLinks =>
  typeof value === "object" &&
  value !== null &&
  ROLES.every((role) => typeof (value as Record<string, unknown>)[role] === "string");
