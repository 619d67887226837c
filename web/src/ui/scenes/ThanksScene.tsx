import { t } from "../../text";
import { Numbers } from "./Numbers";
import type { Showing } from "./showing";

/** The end of a session, which is not the end of the discussion. */
export const ThanksScene = ({ showing: { event, join, pulse } }: { showing: Showing }) => (
  <section class="scene scene--join scene--thanks">
    <div class="scene-join__words">
      <p class="scene-join__how">
        <bdi>{event.title}</bdi>
      </p>
      <h1 class="scene-thanks__title">{t("scene.thanks")}</h1>
      <p class="scene-thanks__stays">{t("thanks.stays")}</p>
      <p class="scene-thanks__address">
        <bdi>{join.address}</bdi> · <bdi>{event.code}</bdi>
      </p>
      <Numbers
        numbers={[
          ["numbers.joined", pulse?.joined ?? 0],
          ["numbers.votes", pulse?.votes ?? 0],
        ]}
      />
    </div>
    <div class="scene-join__card">
      <img src={join.qr} alt={t("join.qr")} />
      <p>{t("thanks.scan")}</p>
    </div>
  </section>
);
