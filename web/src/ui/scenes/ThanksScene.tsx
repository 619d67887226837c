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
      <p class="scene-thanks__stays">{t(event.report ? "thanks.report-stays" : "thanks.stays")}</p>
      <p class="scene-thanks__address">
        {event.report ? (
          <bdi>
            {join.address}
            <wbr />
            /e/{event.code}/report
          </bdi>
        ) : (
          <>
            <bdi>{join.address}</bdi> · <bdi>{event.code}</bdi>
          </>
        )}
      </p>
      {event.report && (
        <p class="scene-thanks__heads">
          {t("thanks.heads")}{" "}
          <bdi dir="ltr">
            {event.report.programme_head.slice(0, 16)} · {event.report.ballots_head.slice(0, 16)}
          </bdi>
        </p>
      )}
      <Numbers
        numbers={[
          ["numbers.joined", pulse?.joined ?? 0],
          ["numbers.votes", pulse?.votes ?? 0],
        ]}
      />
    </div>
    <div class="scene-join__card">
      <img src={event.report ? `${join.qr}?report` : join.qr} alt={t(event.report ? "thanks.report-qr" : "join.qr")} />
      <p>{t(event.report ? "thanks.report" : "thanks.scan")}</p>
    </div>
  </section>
);
