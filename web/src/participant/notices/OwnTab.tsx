import { t } from "../later-words";
import type { Phone } from "../phone";

/** A way out of another site's page in a browser that keeps nothing there: else a reload would make somebody a newcomer. */
export const OwnTab = ({ phone }: { phone: Phone }) =>
  phone.outlivesPage.value || window.self === window.top ? null : (
    <aside class="announced" aria-label={t("notice.framed")}>
      <p>{t("notice.framed")}</p>
      <a class="button button--plain" href={location.href} target="_blank" rel="noopener">
        {t("notice.own-tab")}
      </a>
    </aside>
  );
