import type { Phone } from "../phone";
import { t } from "../later-words";

/** Where the event can be read again, once there is a report of it. */
export const ReportReady = ({ phone }: { phone: Phone }) =>
  phone.view.value.event?.report ? (
    <aside class="announced" aria-label={t("notice.report")}>
      <p>{t("notice.report")}</p>
      <a class="button button--plain" href={`/e/${encodeURIComponent(phone.code)}/report`}>
        {t("notice.report-open")}
      </a>
    </aside>
  ) : null;
