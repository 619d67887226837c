import type { Phone } from "./phone";
import { t } from "./words";

/** What is still on this phone while the link is away. */
export const Waiting = ({ phone }: { phone: Phone }) => {
  const underway = phone.underway.value;
  return underway > 0 && phone.link.value.state !== "live" ? (
    <p class="waiting">
      {t("waiting.items", { n: underway })} {!phone.outlivesPage.value && t("waiting.memory")}
    </p>
  ) : null;
};
