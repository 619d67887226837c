import { useEffect } from "preact/hooks";

import { isolated } from "../../text/isolated";
import { announce } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import { serverNow_ms } from "../clock";
import type { Phone } from "../phone";
import { t } from "../later-words";

/** What the moderators tell everybody, until it has had its time or the owner has taken note. */
export const Announced = ({ phone }: { phone: Phone }) => {
  const said = phone.view.value.event?.announcement ?? undefined;
  const isOver = said === undefined || (said.until_ms !== null && said.until_ms < serverNow_ms(phone));
  const isRead = phone.noted.value.has(said?.id ?? "");
  useEffect(() => {
    if (said && !isOver && !isRead) announce(`${t("notice.moderators")}: ${isolated(said.text)}`, "moderators");
  }, [said?.id]);
  if (isOver || isRead) return null;
  return (
    <aside class="announced" aria-label={t("notice.moderators")}>
      <p class="quiet">{t("notice.moderators")}</p>
      <p class="voice" dir="auto">
        {said.text}
      </p>
      <Button rank="quiet" onClick={() => phone.note(said.id)}>
        {t("vote.refused-ok")}
      </Button>
    </aside>
  );
};
