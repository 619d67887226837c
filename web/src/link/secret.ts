/**
 * The secret of a role link. It comes in the address's fragment, which browsers send to no server; the page keeps it
 * for the next load and takes it out of the address bar, which half a hall may be looking at.
 */

/** The secret for the role's page of that event (or, without a code, of the server); undefined if there is none. */
export const takeSecret = (role: "projector" | "moderator", code: string): string | undefined => {
  const place = `plenary.${role}.${code}`;
  const given = decodeURIComponent(location.hash.slice(1));
  if (given === "") return read(place);
  history.replaceState(null, "", location.pathname + location.search);
  keepSecret(role, code, given);
  return given;
};

/** Keeps the secret for the next load. A browser that keeps nothing asks for the link again then. */
export const keepSecret = (role: "projector" | "moderator", code: string, secret: string): void => {
  try {
    localStorage.setItem(`plenary.${role}.${code}`, secret);
  } catch {
    // blocked or full: the page works until it is closed
  }
};

/** A name for this page's own operations, new at every load: its counter starts at one each time. */
export const newDevice = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const read = (place: string): string | undefined => {
  try {
    return localStorage.getItem(place) ?? undefined;
  } catch {
    return undefined;
  }
};
