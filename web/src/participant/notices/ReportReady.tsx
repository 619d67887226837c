import type { Phone } from "../phone";
import { t } from "../later-words";

/**
 * Where the event can be read again, once there is a report of it. The owner's votes stay on this phone, where the report
 * finds them and so its owner's place (report/own.ts).
 */
export const ReportReady = ({ phone }: { phone: Phone }) => {
  const { event, statements } = phone.view.value;
  if (!event?.report) return null;
  const keepVotes = () => {
    const own: Record<number, string> = {};
    for (const [id, { choice }] of phone.votes.value) {
      const number = statements.get(id)?.number;
      if (number !== undefined) own[number] = choice;
    }
    phone.remember("report", JSON.stringify(own));
  };
  return (
    <aside class="announced" aria-label={t("notice.report")}>
      <p>{t("notice.report")}</p>
      <a class="button button--plain" href={`/e/${encodeURIComponent(phone.code)}/report`} onClick={keepVotes}>
        {t("notice.report-open")}
      </a>
    </aside>
  );
};
