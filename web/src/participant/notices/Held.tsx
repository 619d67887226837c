import { useEffect, useLayoutEffect } from "preact/hooks";

import { isolated } from "../../text/isolated";
import { announce } from "../../ui/announcer/Announcer";
import type { Announcement } from "../../wire/messages";
import { clockTime } from "../clock";
import type { Phone } from "../phone";
import { t } from "../later-words";
import { standing } from "./Announced";

/** All that a held phone shows: where to look instead. The page stays as it is, and cannot be pressed meanwhile. */
export const Held = ({ phone }: { phone: Phone }) => {
  const said = standing(phone);
  return said?.holds_phones ? <Holding key={said.id} said={said} /> : null;
};

const Holding = ({ said }: { said: Announcement }) => {
  useEffect(() => announce(`${t("notice.moderators")}: ${isolated(said.text)}`, "moderators"), []);
  useLayoutEffect(holdThePage, []);
  return (
    <aside class="held" tabIndex={0} aria-label={t("notice.moderators")}>
      <p class="quiet">{t("notice.moderators")}</p>
      <p class="held__text" dir="auto">
        {said.text}
      </p>
      <p class="quiet">{t("hold.more", { time: clockTime(said.until_ms ?? 0) })}</p>
    </aside>
  );
};

const holdThePage = () => {
  const parts = [...document.querySelectorAll<HTMLElement>(".phone > :not(.held)")];
  const before = document.activeElement;
  for (const part of parts) part.inert = true;
  return () => {
    for (const part of parts) part.inert = false;
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
};
