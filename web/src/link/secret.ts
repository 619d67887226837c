/**
 * The secret of a role link. It comes in the address's fragment, which browsers send to no server; the page takes it
 * out of the address bar, which half a hall may be looking at, and exchanges it for a cookie that no script can read.
 * Until the server has welcomed it, it is this tab's alone: a wrong link must not cost the device its good one.
 */

import type { Ending } from "./socket";

export type RoleWithSecret = "projector" | "moderator" | "steward"; // pragma: allowlist secret

/**
 * The secret for the role's page of that event. Null where the page was given none: it may have a cookie from before,
 * which only the server sees.
 */
export const takeSecret = (role: RoleWithSecret, code: string): string | null => {
  const given = decodeURIComponent(location.hash.slice(1));
  if (given === "") return read(() => sessionStorage, role, code) ?? read(() => localStorage, role, code);
  history.replaceState(null, "", location.pathname + location.search);
  write(() => sessionStorage, role, code, given);
  return given;
};

/** Keeps a secret that has proved right for every later load: in a cookie, or where that fails in this device's storage. */
export const keepSecret = async (role: RoleWithSecret, code: string, secret: string | null): Promise<void> => {
  if (secret === null || exchanged.has(place(role, code))) return;
  if (await exchange(role, code, secret)) {
    exchanged.add(place(role, code));
    forget(() => sessionStorage, role, code);
    forget(() => localStorage, role, code);
  } else {
    write(() => localStorage, role, code, secret);
  }
};

/** Forgets the secret that the tab came with; the next load has the kept one again. */
export const dropSecret = (role: RoleWithSecret, code: string): void => forget(() => sessionStorage, role, code);

/** Why a page that needs a role link was closed. `no-key`: it brought none, and had no cookie either. */
export type StaffEnding = Ending | "no-key";

export const staffEnding = (why: Ending | undefined, key: string | null): StaffEnding | undefined =>
  why === "key-refused" && key === null ? "no-key" : why;

/** A name for this page's own operations, new at every load: its counter starts at one each time. */
export const newDevice = (): string => hexadecimal(12);

/** The secret of a new role link: 128 random bits. */
export const newSecret = (): string => hexadecimal(16);

const hexadecimal = (bytes: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** What this page has exchanged already: it is welcomed again whenever it comes back. */
const exchanged = new Set<string>();

const exchange = async (role: RoleWithSecret, code: string, secret: string): Promise<boolean> => {
  try {
    const answer = await fetch(`/e/${encodeURIComponent(code)}/key`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ role, secret }),
    });
    return answer.ok;
  } catch {
    return false;
  }
};

const place = (role: RoleWithSecret, code: string): string => `plenary.${role}.${code}`;

const read = (storage: () => Storage, role: RoleWithSecret, code: string): string | null => {
  try {
    return storage().getItem(place(role, code));
  } catch {
    return null;
  }
};

const write = (storage: () => Storage, role: RoleWithSecret, code: string, secret: string): void => {
  try {
    storage().setItem(place(role, code), secret);
  } catch {
    // blocked or full: the page works until it is closed, and asks for the link again then
  }
};

const forget = (storage: () => Storage, role: RoleWithSecret, code: string): void => {
  try {
    storage().removeItem(place(role, code));
  } catch {
    // blocked: nothing was kept
  }
};
