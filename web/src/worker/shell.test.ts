import { beforeEach, expect, test, vi } from "vitest";

import { openShell, type Shell } from "./shell";

const ORIGIN = "https://hall.example";

/** A cache as browsers have it, as far as the shell uses one. */
class Kept {
  readonly entries = new Map<string, Response>();
  private name = (one: Request | string) => new URL(typeof one === "string" ? one : one.url, ORIGIN).href;
  match = async (one: Request | string) => this.entries.get(this.name(one))?.clone();
  put = async (one: Request | string, answer: Response) => void this.entries.set(this.name(one), answer);
  delete = async (one: Request | string) => this.entries.delete(this.name(one));
  keys = async () => [...this.entries.keys()];
}

let caches: Map<string, Kept>;
let network: ReturnType<typeof vi.fn>;
let shell: Shell;
let work: Promise<unknown>[];

const pageOf = (text: string, init: ResponseInit = {}) =>
  new Response(text, { headers: { "content-security-policy": "script-src 'self'" }, ...init });
const navigation = (path: string, cache: RequestCache = "default") =>
  ({ url: ORIGIN + path, method: "GET", mode: "navigate", cache }) as Request;
const partOf = (path: string) => ({ url: ORIGIN + path, method: "GET", mode: "cors", cache: "default" }) as Request;
const opened = async (request: Request): Promise<string> => {
  const answer = await shell.answer(request, (one) => work.push(one));
  await Promise.all(work);
  return (await answer?.text()) ?? "left to the browser";
};

beforeEach(() => {
  caches = new Map();
  work = [];
  network = vi.fn();
  const storage = {
    open: async (name: string) => caches.get(name) ?? (caches.set(name, new Kept()), caches.get(name)),
    keys: async () => [...caches.keys()],
    delete: async (name: string) => caches.delete(name),
  };
  shell = openShell(storage as unknown as CacheStorage, network as unknown as typeof fetch, ORIGIN);
});

test("a page that was open once opens without a network, however its address is written", async () => {
  network.mockResolvedValueOnce(pageOf("first"));
  expect(await opened(navigation("/e/MIL25"))).toBe("first");
  network.mockRejectedValue(new TypeError("no network"));

  expect(await opened(navigation("/e/mil25?from=qr"))).toBe("first");
});

test("the kept page is shown at once and refreshed behind", async () => {
  network.mockResolvedValueOnce(pageOf("first")).mockResolvedValueOnce(pageOf("second"));
  await opened(navigation("/e/MIL25"));

  expect(await opened(navigation("/e/MIL25"))).toBe("first");
  network.mockRejectedValue(new TypeError("no network"));
  expect(await opened(navigation("/e/MIL25"))).toBe("second");
});

test("a page that is loaded again comes from the network, and from what is kept where that fails", async () => {
  network.mockResolvedValueOnce(pageOf("first")).mockResolvedValueOnce(pageOf("second"));
  await opened(navigation("/e/MIL25"));
  expect(await opened(navigation("/e/MIL25", "no-cache"))).toBe("second");

  network.mockRejectedValueOnce(new TypeError("no network"));
  expect(await opened(navigation("/e/MIL25", "reload"))).toBe("second");
  network.mockResolvedValueOnce(new Response("trouble", { status: 503 }));
  expect(await opened(navigation("/e/MIL25", "reload"))).toBe("second");
});

test.each([
  ["a hotel's page", new Response("Pay for Wi-Fi")],
  ["an unknown event", pageOf("no such event", { status: 404 })],
])("%s is not kept", async (_, answer) => {
  network.mockResolvedValueOnce(answer);
  await opened(navigation("/e/MIL25"));
  network.mockRejectedValue(new TypeError("no network"));

  await expect(opened(navigation("/e/MIL25"))).rejects.toThrow("no network");
});

test.each(["/e/MIL25/screen", "/e/MIL25/plain", "/", "/desk"])("%s is left to the browser", async (path) => {
  expect(await opened(navigation(path))).toBe("left to the browser");
});

test("parts are fetched once and kept", async () => {
  network.mockResolvedValueOnce(new Response("later"));

  expect(await opened(partOf("/static/later-abcdefgh.js"))).toBe("later");
  expect(await opened(partOf("/static/later-abcdefgh.js"))).toBe("later");
  expect(network).toHaveBeenCalledTimes(1);
  expect(await opened(partOf("/api/v1/events/MIL25"))).toBe("left to the browser");
});

test("what a first visit has fetched is kept when the worker comes to it, and nothing twice", async () => {
  network.mockImplementation(async () => pageOf("kept"));

  await shell.keep(["/e/MIL25", `${ORIGIN}/static/later.js`, "https://elsewhere.example/static/x.js"]);
  await shell.keep(["/e/MIL25", `${ORIGIN}/static/later.js`]);

  expect(network).toHaveBeenCalledTimes(2);
  expect(await opened(partOf("/static/later.js"))).toBe("kept");
});

test("pages of many events do not pile up, and an earlier worker's are forgotten", async () => {
  caches.set("plenary-pages-0", new Kept());
  caches.set("another-program", new Kept());
  for (let number = 0; number < 15; number++) {
    network.mockResolvedValueOnce(pageOf(`page ${number}`));
    await opened(navigation(`/e/EVENT${number}`));
  }
  await shell.tidy();

  expect(caches.get("plenary-pages-1")?.entries.size).toBe(12);
  expect([...caches.keys()].sort()).toEqual(["another-program", "plenary-pages-1", "plenary-parts-1"].filter((one) => caches.has(one)));
});
