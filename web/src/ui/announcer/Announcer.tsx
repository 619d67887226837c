import { signal } from "@preact/signals";

/** People listen to one thing at a time: between two announcements there are at least so many milliseconds. */
const REST_MS = 15_000;

const said = signal("");
let quietUntil = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
/** What waits to be said: the latest answer, and the latest news on each topic. */
let waitingAnswer = "";
const waitingNews = new Map<string, string>();

/** Says politely what became of something the person just did: before all that happened by itself. */
export const answer = (text: string): void => {
  waitingAnswer = text;
  sayWhatWaits();
};

/** Says politely what happened by itself; of what waits, the latest on each topic, all topics together. */
export const announce = (text: string, topic = ""): void => {
  waitingNews.set(topic, text);
  sayWhatWaits();
};

const sayWhatWaits = (): void => {
  const text = waitingAnswer || [...waitingNews.values()].join(" ");
  if (timer !== undefined || text === "") return;
  const wait_ms = quietUntil - Date.now();
  if (wait_ms <= 0) {
    if (waitingAnswer) waitingAnswer = "";
    else waitingNews.clear();
    quietUntil = Date.now() + REST_MS;
    // The same words again are no change to a screen reader unless something differs.
    said.value = said.value === text ? `${text}\u00a0` : text;
  }
  if (!waitingAnswer && waitingNews.size === 0) return;
  timer = setTimeout(() => {
    timer = undefined;
    sayWhatWaits();
  }, quietUntil - Date.now());
};

/** The page's one live region; it stands in the page from the start, or nothing in it would be heard. */
export const Announcer = () => (
  <p class="visually-hidden" role="status">
    {said}
  </p>
);
