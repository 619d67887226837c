/** Tickets of an event, asked for over HTTP with the page's secret or its cookie. */

export interface Ticket {
  readonly number: number;
  readonly taken: boolean;
  readonly revoked: boolean;
}

/** A ticket that was made anew: its code in letters, and as a picture for a phone's camera. */
export interface NewTicket {
  readonly number: number;
  readonly code: string;
  readonly qr: string;
}

/** Undefined where the server did not answer, or would not. */
export const askStanding = async (code: string, secret: string | null): Promise<readonly Ticket[] | undefined> => {
  const answer = await ask(`/api/v1/events/${encodeURIComponent(code)}/tickets`, secret);
  return answer && ((await answer.json()) as { tickets: Ticket[] }).tickets;
};

/** New tickets as a file: cards to print, or a table. Undefined as above. */
export const makeTickets = async (
  code: string,
  secret: string | null,
  count: number,
  form: "sheet" | "csv",
): Promise<Blob | undefined> => {
  const body = new URLSearchParams({ count: String(count), form });
  const answer = await ask(`/e/${encodeURIComponent(code)}/tickets`, secret, { method: "POST", body });
  return answer && (await answer.blob());
};

/** The ticket of that number anew. Undefined as above, and where there is no such ticket. */
export const reissueTicket = async (code: string, secret: string | null, number: number): Promise<NewTicket | undefined> => {
  const answer = await ask(`/api/v1/events/${encodeURIComponent(code)}/tickets/${number}`, secret, { method: "POST" });
  return answer && ((await answer.json()) as NewTicket);
};

/** Whether the ticket was taken back. */
export const revokeTicket = async (code: string, secret: string | null, number: number): Promise<boolean> => {
  const path = `/api/v1/events/${encodeURIComponent(code)}/tickets/${number}`;
  return (await ask(path, secret, { method: "DELETE" })) !== undefined;
};

const ask = async (path: string, secret: string | null, init: RequestInit = {}): Promise<Response | undefined> => {
  try {
    const headers = secret === null ? {} : { authorization: `Bearer ${secret}` };
    const answer = await fetch(path, { ...init, headers });
    return answer.ok ? answer : undefined;
  } catch {
    return undefined;
  }
};
