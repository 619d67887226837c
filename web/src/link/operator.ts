/**
 * The operator in this browser. The secret comes once, in the address's fragment, and is exchanged for a cookie that no
 * script can read; nothing of it is kept by the page.
 */

export interface OperatorSession {
  readonly id: string;
  readonly began_ms: number;
  readonly expires_ms: number;
  /** Whether it is this browser's. */
  readonly own: boolean;
}

/** Signs in with the secret in the address, if it brings one. Whether this browser is signed in then. */
export const openOperator = async (): Promise<boolean> => {
  const secret = decodeURIComponent(location.hash.slice(1)).replace(/^operator=/, "");
  if (secret === "") return (await operatorSessions()) !== undefined;
  history.replaceState(null, "", location.pathname + location.search);
  const answer = await ask("/operator/session", { method: "POST", body: JSON.stringify({ secret }) });
  return answer !== undefined;
};

/** Where the operator is signed in; undefined where this browser is not. */
export const operatorSessions = async (): Promise<readonly OperatorSession[] | undefined> => {
  const answer = await ask("/api/v1/operator/sessions", {});
  return answer && ((await answer.json()) as { sessions: OperatorSession[] }).sessions;
};

/** Ends a session, this browser's or another's. */
export const endSession = async (id: string): Promise<boolean> =>
  (await ask(`/api/v1/operator/sessions/${encodeURIComponent(id)}`, { method: "DELETE" })) !== undefined;

const ask = async (path: string, init: RequestInit): Promise<Response | undefined> => {
  try {
    const answer = await fetch(path, { ...init, headers: { "content-type": "application/json" } });
    return answer.ok ? answer : undefined;
  } catch {
    return undefined;
  }
};
