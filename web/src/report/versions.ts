import type { Report } from "./report";

export interface Later {
  number: number;
}

interface Listed {
  versions: { number: number }[];
}

/** The newest version after this one, if the report came from a server that has one. A file on a disk asks nobody. */
export const laterVersion = async ({ event, edition }: Report): Promise<Later | undefined> => {
  if (location.protocol === "file:" || edition.number === null) return undefined;
  try {
    const answer = await fetch(`/api/v1/events/${event.code}/reports`);
    if (!answer.ok) return undefined;
    const { versions } = (await answer.json()) as Listed;
    const newest = Math.max(...versions.map(({ number }) => number));
    return newest > edition.number ? { number: newest } : undefined;
  } catch {
    return undefined;
  }
};
