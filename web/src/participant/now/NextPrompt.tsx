import { clockTime, serverNow_ms } from "../clock";
import { t } from "../later-words";
import type { Phone } from "../phone";

/** When the next prompt opens, if that is planned; else that it comes by itself. */
export const NextPrompt = ({ phone }: { phone: Phone }) => {
  const opens_ms = phone.view.value.event?.opens_ms ?? null;
  const isToCome = opens_ms !== null && opens_ms > serverNow_ms(phone);
  return <p>{isToCome ? t("now.opens-at", { time: clockTime(opens_ms) }) : t("now.waiting-more")}</p>;
};
