import { t } from "../later-words";

/** For fingers only; the buttons stay what one votes with. */
export const SwipeHint = () => <p class="card__swipe quiet">{t("card.swipe")}</p>;
