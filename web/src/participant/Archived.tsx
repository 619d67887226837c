import type { Cards } from "./cards";
import { Header } from "./Header";
import { t } from "./later-words";
import type { Phone } from "./phone";
import { Room } from "./room/Room";

/** An event that is read from its archive: what came of it, and nothing to press that would add to it. */
export const Archived = ({ phone, cards }: { phone: Phone; cards: Cards }) => (
  <div class="phone">
    <Header phone={phone} />
    <main class="layer">
      <div class="announced">
        <p>{t("archive.what")}</p>
        <a class="button button--plain" href={`/e/${encodeURIComponent(phone.code)}/report`}>
          {t("archive.report")}
        </a>
      </div>
      <Room phone={phone} cards={cards} />
    </main>
  </div>
);
