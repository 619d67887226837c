/** The rehearsal of an event, asked for over HTTP, with the desk's secret or its cookie. */

export interface Rehearsal {
  code: string;
  people: number;
  votes: number;
  /** Whether its crowd is still there; without it, the copy waits to be wiped. */
  running: boolean;
  links: Readonly<Record<string, string>>;
}

/** What the wiping left: the records that are gone, and the live event's fingerprint before and after. */
export interface Proof {
  records: number;
  before: string;
  after: string;
  proved: boolean;
}

/** The answer, or the stable code of what went wrong; `unreachable` where no answer came. */
export const askRehearsal = async (
  code: string,
  secret: string | null,
  method: "POST" | "GET" | "DELETE",
  body?: object,
): Promise<Rehearsal | Proof | { trouble: string }> => {
  try {
    const answer = await fetch(`/api/v1/events/${encodeURIComponent(code)}/rehearsal`, {
      method,
      headers: { "content-type": "application/json", ...(secret !== null && { authorization: `Bearer ${secret}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.status === 204) return { trouble: "rehearsal-unknown" };
    const told = (await answer.json()) as Rehearsal | Proof | { code: string };
    if (answer.ok) return told as Rehearsal | Proof;
    return { trouble: "code" in told ? told.code : "other" };
  } catch {
    return { trouble: "unreachable" };
  }
};
