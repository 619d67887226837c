/** What the service worker answers with, and what it keeps: without the worker's own events, so that tests can run it. */

const PAGES = "plenary-pages-1";
const PARTS = "plenary-parts-1";

/** Pages of so many events are kept; the one longest untouched goes. */
const MOST_PAGES = 12;

/** A page that was asked for anew waits this long for the network before the kept one is good enough. */
const NETWORK_WITHIN_MS = 3_000;

export interface Shell {
  /** The answer to the request; undefined leaves it to the browser. `during`: keeps the worker alive meanwhile. */
  answer(request: Request, during: (work: Promise<unknown>) => void): Promise<Response> | undefined;
  /** Fetches what a page that was opened without the worker needs to be opened again. */
  keep(addresses: readonly string[]): Promise<void>;
  /** Forgets what earlier workers kept in another form. */
  tidy(): Promise<void>;
}

export const openShell = (kept: CacheStorage, fetchIt: typeof fetch, origin: string): Shell => {
  const keepPage = async (key: string, answer: Response): Promise<void> => {
    const pages = await kept.open(PAGES);
    await pages.delete(key); // so that the order is that of last use
    await pages.put(key, answer);
    for (const old of (await pages.keys()).slice(0, -MOST_PAGES)) await pages.delete(old);
  };

  const fetchPage = async (request: Request | string, key: string): Promise<Response> => {
    const answer = await fetchIt(request);
    if (isPage(answer)) await keepPage(key, answer.clone());
    return answer;
  };

  const page = async (request: Request, key: string, during: (work: Promise<unknown>) => void): Promise<Response> => {
    const fetched = fetchPage(request, key);
    during(fetched.catch(() => undefined));
    const held = await (await kept.open(PAGES)).match(key);
    if (held === undefined) return fetched;
    const isAskedAnew = request.cache === "reload" || request.cache === "no-cache";
    if (!isAskedAnew) return held;
    const patience = new Promise<Response>((resolve) => setTimeout(() => resolve(held), NETWORK_WITHIN_MS));
    // A server that is in trouble says so with a page of its own; the one held is of more use.
    const fresh = fetched.then((answer) => (answer.status >= 500 ? held : answer)).catch(() => held);
    return Promise.race([fresh, patience]);
  };

  const part = async (request: Request | string): Promise<Response> => {
    const parts = await kept.open(PARTS);
    const held = await parts.match(request);
    if (held !== undefined) return held;
    const answer = await fetchIt(request);
    if (answer.ok) await parts.put(request, answer.clone());
    return answer;
  };

  return {
    answer(request, during) {
      const address = new URL(request.url);
      if (request.method !== "GET" || address.origin !== origin) return undefined;
      const key = pageKey(address);
      if (request.mode === "navigate") return key === undefined ? undefined : page(request, key, during);
      return isPart(address) ? part(request) : undefined;
    },
    async keep(addresses) {
      for (const one of addresses) {
        const address = new URL(one, origin);
        const key = pageKey(address);
        if (address.origin !== origin) continue;
        if (key !== undefined && (await (await kept.open(PAGES)).match(key)) === undefined) await fetchPage(key, key);
        else if (isPart(address)) await part(address.href);
      }
    },
    async tidy() {
      for (const name of await kept.keys())
        if (name.startsWith("plenary-") && name !== PAGES && name !== PARTS) await kept.delete(name);
    },
  };
};

/** The participant's page of an event, however its address was written; undefined for any other address. */
const pageKey = ({ pathname }: URL): string | undefined => {
  const code = /^\/e\/([^/]+)\/?$/.exec(pathname)?.[1];
  return code === undefined ? undefined : `/e/${code.toUpperCase()}`;
};

const isPart = ({ pathname }: URL): boolean => pathname.startsWith("/static/") || pathname === "/icon.svg";

/** A page of ours and no hotel's: those answer for us from elsewhere, or with no page of an event. */
const isPage = (answer: Response): boolean =>
  answer.ok && !answer.redirected && (answer.headers.get("content-security-policy") ?? "").includes("script-src");
