/** A page that is older than its server is loaded again: they may no longer mean the same by the same words. */

const PLACE = "plenary.loaded-again-for";

/**
 * Loads the page again if the server's version is another than the page's own. Once for each version of the server: a
 * page that is still the old one then, from somebody's cache, goes on as it is. So does one that could not remember.
 */
export const loadAgainIfOther = (own: string, servers: string, load = () => location.reload()): void => {
  if (own === servers) return;
  try {
    if (sessionStorage.getItem(PLACE) === servers) return;
    sessionStorage.setItem(PLACE, servers);
  } catch {
    return;
  }
  load();
};
