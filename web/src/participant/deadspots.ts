/** That the page opens where there is no network, once it has been open where there is one. */

import { scriptAddress } from "../link/script-address";

/** How long the rest of the page has the network to itself, once it is all there: what is kept may wait for it. */
const AFTER_MS = 4_000;

/** Starts the service worker and has it keep this page. Without one (an old browser, plain HTTP) nothing is kept. */
export const keepForDeadSpots = (): void => {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) return;
  setTimeout(async () => {
    try {
      await serviceWorker.register(scriptAddress("/worker.js"), { scope: "/e/" });
      const { active } = await serviceWorker.ready;
      const fetched = performance.getEntriesByType("resource").map((entry) => entry.name);
      active?.postMessage({ keep: [location.pathname, ...fetched] });
    } catch {
      // no worker to be had; the outbox works without
    }
  }, AFTER_MS);
};
