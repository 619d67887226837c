/**
 * The secret of a role link. It comes in the address's fragment, which browsers send to no server; the page keeps it
 * for the next load and takes it out of the address bar, which half a hall may be looking at. Until the server has
 * welcomed it, it is this tab's alone: a wrong link must not cost the device its good one.
 */

type RoleWithSecret = "projector" | "moderator"; // pragma: allowlist secret

/** The secret for the role's page of that event (or, without a code, of the server); undefined if there is none. */
export const takeSecret = (role: RoleWithSecret, code: string): string | undefined => {
  const given = decodeURIComponent(location.hash.slice(1));
  if (given === "") return read(() => sessionStorage, role, code) ?? read(() => localStorage, role, code);
  history.replaceState(null, "", location.pathname + location.search);
  write(() => sessionStorage, role, code, given);
  return given;
};

/** Keeps a secret that has proved right, for every later load. */
export const keepSecret = (role: RoleWithSecret, code: string, secret: string): void =>
  write(() => localStorage, role, code, secret);

/** Forgets the secret that the tab came with; the next load has the kept one again. */
export const dropSecret = (role: RoleWithSecret, code: string): void => {
  try {
    sessionStorage.removeItem(place(role, code));
  } catch {
    // blocked: nothing was kept
  }
};

/** A name for this page's own operations, new at every load: its counter starts at one each time. */
export const newDevice = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const place = (role: RoleWithSecret, code: string): string => `plenary.${role}.${code}`;

const read = (storage: () => Storage, role: RoleWithSecret, code: string): string | undefined => {
  try {
    return storage().getItem(place(role, code)) ?? undefined;
  } catch {
    return undefined;
  }
};

const write = (storage: () => Storage, role: RoleWithSecret, code: string, secret: string): void => {
  try {
    storage().setItem(place(role, code), secret);
  } catch {
    // blocked or full: the page works until it is closed, and asks for the link again then
  }
};
