import { t } from "../later-words";

/** For fingers a swipe, for keyboards the keys; the buttons stay what one votes with. */
export const OtherWays = () => (
  <>
    <p class="card__keys quiet">{t("card.keys")}</p>
    <p class="card__swipe quiet">{t("card.swipe")}</p>
  </>
);
