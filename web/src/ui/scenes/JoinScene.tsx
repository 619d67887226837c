import { t } from "../../text";
import { Numbers } from "./Numbers";
import type { Showing } from "./showing";

/** How to take part, for the last row of the hall. */
export const JoinScene = ({ showing: { event, join, pulse, statements } }: { showing: Showing }) => (
  <section class="scene scene--join">
    <div class="scene-join__words">
      <h1 class="scene-join__title">
        <bdi>{event.title}</bdi>
      </h1>
      <p class="scene-join__how">{t("join.how")}</p>
      <p class="scene-join__address">
        <bdi>{join.address}</bdi>
      </p>
      <p class="scene-join__how">{t("join.code")}</p>
      <p class="scene-join__code" style={{ "--letters": event.code.length }}>
        <bdi>{event.code}</bdi>
      </p>
      <Numbers
        numbers={[
          ["numbers.joined", pulse?.joined ?? 0],
          ...(statements.size > 0 ? [["numbers.statements", statements.size] as const] : []),
          ["numbers.votes", pulse?.votes ?? 0],
        ]}
      />
    </div>
    <div class="scene-join__card">
      <img src={join.qr} alt={t("join.qr")} />
      <p>{t("join.scan")}</p>
    </div>
  </section>
);
