import { signal } from "@preact/signals";

/** People listen to one thing at a time; what the room does may wait. */
const REST_MS = 15_000;

const said = signal("");
let quietUntil = 0;
let waiting: { text: string; timer: ReturnType<typeof setTimeout> } | undefined;

/** Says at once, politely, what became of something the person just did. */
export const answer = (text: string): void => say(text);

/** Says, politely and at most every 15 seconds, what happened by itself. Of several that wait the latest is said. */
export const announce = (text: string): void => {
  const wait_ms = quietUntil - Date.now();
  if (wait_ms <= 0) return say(text);
  if (waiting) waiting.text = text;
  else waiting = { text, timer: setTimeout(() => waiting && say(waiting.text), wait_ms) };
};

const say = (text: string): void => {
  if (waiting) clearTimeout(waiting.timer);
  waiting = undefined;
  quietUntil = Date.now() + REST_MS;
  // The same words again are no change to a screen reader unless something differs.
  said.value = said.value === text ? `${text}\u00a0` : text;
};

/** The page's one live region; it stands in the page from the start, or nothing in it would be heard. */
export const Announcer = () => (
  <p class="visually-hidden" role="status">
    {said}
  </p>
);
