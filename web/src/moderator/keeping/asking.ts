/** What the desk asks of the server about reports and exports. The desk's cookie says who asks. */

export interface Versions {
  versions: { number: number; programme_head: string; ballots_head: string }[];
  is_being_made: boolean;
  has_failed: boolean;
  /** Until when the server keeps the event (ms since 1970); null for ever. */
  until_ms: number | null;
}

export interface NamedAnalysis {
  id: string;
  name: string;
}

/** What some ballots say; `groups`: people in each, by letter; of common ground and fault lines, how many statements. */
export interface Figures {
  people: number;
  votes: number;
  groups: Record<string, number>;
  common_ground: number;
  fault_lines: number;
}

/** One prompt with the ballots that look alike (`whole`) and without (`rest`; null where they are too few to tell). */
export interface Compared {
  prompt: string;
  flagged: number;
  too_few: boolean;
  whole: Figures;
  rest: Figures | null;
  moved: { statement: string; whole: number; rest: number }[];
}

export interface Export {
  id: string;
  name: string;
  records: number;
  is_ready: boolean;
  has_failed: boolean;
}

/** The answer as JSON, or undefined where there is none to speak of. */
const asked = async <Answer>(address: string, method = "GET", body?: unknown): Promise<Answer | undefined> => {
  try {
    const answer = await fetch(address, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!answer.ok) return undefined;
    return answer.status === 204 ? ({} as Answer) : ((await answer.json()) as Answer);
  } catch {
    return undefined;
  }
};

export const keeping = (code: string) => {
  const event = `/api/v1/events/${encodeURIComponent(code)}`;
  return {
    versions: () => asked<Versions>(`${event}/reports`),
    makeVersion: () => asked<object>(`${event}/reports`, "POST"),
    withoutFlagged: () => asked<Compared[]>(`${event}/without-flagged`, "POST"),
    analyses: () => asked<NamedAnalysis[]>(`${event}/analyses`),
    nameAnalysis: (body: object) => asked<object>(`${event}/analyses`, "POST", body),
    dropAnalysis: (id: string) => asked<object>(`${event}/analyses/${encodeURIComponent(id)}`, "DELETE"),
    export: (format: string, readers: string) => asked<Export>(`${event}/exports`, "POST", { format, for: readers }),
    look: (id: string) => asked<Export>(`${event}/exports/${id}`),
    file: (id: string) => `${event}/exports/${id}/file`,
  };
};

export type Keeping = ReturnType<typeof keeping>;
