import { t } from "../../text";
import type { Shift } from "../../wire/messages";
import { ListScene } from "./ListScene";
import type { Showing } from "./showing";

/** Statements that people judge otherwise than they did: how many agreed before, and how many do in the last minutes. */
export const ChangedScene = ({ showing }: { showing: Showing }) => (
  <ListScene
    showing={showing}
    title={t("scene.changed")}
    items={showing.map?.findings?.shifts ?? []}
    nothing={t("changed.none")}
    draw={(shift) => <ShiftLine shift={shift} />}
  />
);

/** Where the share that agrees stood and where it stands, on one line from nobody to everybody. */
export const ShiftLine = ({ shift }: { shift: Shift }) => {
  const [before, after] = [Math.round(shift.before * 100), Math.round(shift.after * 100)];
  return (
    <div class="shift">
      <div class="shift__line" aria-hidden="true">
        <span
          class="shift__way"
          style={{ insetInlineStart: `${Math.min(before, after)}%`, inlineSize: `${Math.abs(after - before)}%` }}
        />
        <span class="shift__before" style={{ insetInlineStart: `${before}%` }} />
        <span class="shift__after" style={{ insetInlineStart: `${after}%` }} />
      </div>
      <dl class="shift__words">
        <div>
          <dt>{t("changed.earlier")}</dt>
          <dd>{t("changed.share", { share: before })}</dd>
        </div>
        <div class="shift__now">
          <dt>{t("changed.lately")}</dt>
          <dd>
            {t("changed.share", { share: after })} <small>{t("changed.votes", { n: shift.votes })}</small>
          </dd>
        </div>
      </dl>
    </div>
  );
};
