import { signal } from "@preact/signals";

import { language } from "../text";
import type { Phone } from "./phone";

/** Minutes are counted down, not seconds: nobody is to be hurried. */
const EVERY_MS = 10_000;

const now_ms = signal(Date.now());
setInterval(() => (now_ms.value = Date.now()), EVERY_MS);

/** The server's clock, as this phone knows it; whoever reads it is drawn again as it goes on. */
export const serverNow_ms = (phone: Phone): number => now_ms.value + phone.view.value.clockAhead_ms;

/** Whole minutes from now until then; undefined where there is no such time or it is past. */
export const minutesUntil = (phone: Phone, time_ms: number | null): number | undefined => {
  if (time_ms === null) return undefined;
  const left_ms = time_ms - serverNow_ms(phone);
  return left_ms < 0 ? undefined : Math.floor(left_ms / 60_000);
};

/** The time of day, as it is written in the page's language. */
export const clockTime = (time_ms: number): string =>
  new Intl.DateTimeFormat(language.value, { hour: "numeric", minute: "2-digit" }).format(time_ms);
