import { t } from "./words";

/** Where a report will be. */
export const NoReport = () => (
  <main class="report report--none">
    <h1>{t("none.title")}</h1>
    <p>{t("none.why")}</p>
    <p>
      <a href="./">{t("none.back")}</a>
    </p>
  </main>
);
