/** Who is here, by place: everybody far away counts as one place beside the venues. */

import type { Present, Venue } from "../../wire/messages";

export interface PeopleAt {
  /** The venue's name; absent for people in the room of an event without venues, and for those far away. */
  venue: string | undefined;
  mode: "in-room" | "remote";
  people: number;
}

/** One line a venue, in the event's order, and one for people far away; venues with nobody stay in the list. */
export const peopleByPlace = (present: readonly Present[], venues: readonly Venue[]): PeopleAt[] => {
  const count = (counts: (one: Present) => boolean) =>
    present.reduce((sum, one) => sum + (counts(one) ? one.people : 0), 0);
  const known = new Set(venues.map((venue) => venue.id));
  const inRoom = venues.map(({ id, name }) => ({
    venue: name,
    mode: "in-room" as const,
    people: count((one) => one.mode === "in-room" && one.venue === id),
  }));
  const elsewhere = count((one) => one.mode === "in-room" && !known.has(one.venue ?? ""));
  return [
    ...inRoom,
    ...(elsewhere > 0 || venues.length === 0
      ? [{ venue: undefined, mode: "in-room" as const, people: elsewhere }]
      : []),
    { venue: undefined, mode: "remote", people: count((one) => one.mode === "remote") },
  ];
};
