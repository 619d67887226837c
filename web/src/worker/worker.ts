/** The service worker: a participant's page that was open once opens again where there is no network. */

import { openShell } from "./shell";

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", act: (event: Lasting) => void): void;
  addEventListener(kind: "fetch", act: (event: Fetching) => void): void;
  addEventListener(kind: "message", act: (event: Lasting & MessageEvent) => void): void;
}

const worker = globalThis as unknown as Worker;
const shell = openShell(worker.caches, fetch.bind(globalThis), worker.location.origin);

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(shell.tidy().then(() => worker.clients.claim())));
worker.addEventListener("fetch", (event) => {
  const answer = shell.answer(event.request, (work) => event.waitUntil(work));
  if (answer) event.respondWith(answer);
});
worker.addEventListener("message", (event) => {
  const { keep } = (event.data ?? {}) as { keep?: unknown };
  if (Array.isArray(keep)) event.waitUntil(shell.keep(keep.filter((one) => typeof one === "string")));
});
