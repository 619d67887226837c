import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { Stage } from "../../wire/messages";
import { fromField, toField } from "../programme/times";

const MINUTES = [2, 5, 10, 15, 30] as const;

interface Props {
  stage: Stage;
  /** How far the server's clock is ahead of this device's. */
  clockAhead_ms: number;
  disabled: boolean;
  onSet: (until_ms: number | null) => void;
}

/** What the lobby counts down to: in a few minutes, or at a time. */
export const Countdown = ({ stage, clockAhead_ms, disabled, onSet }: Props) => {
  const { until_ms } = stage;
  return (
    <form
      class="stage__countdown"
      onSubmit={(event) => {
        event.preventDefault();
        onSet(fromField(String(new FormData(event.currentTarget).get("until") ?? "")));
      }}
    >
      <div class="to-screen" role="group" aria-label={t("lobby.count")}>
        <span aria-hidden="true">{t("lobby.count")}</span>
        {MINUTES.map((minutes) => (
          <button
            key={minutes}
            type="button"
            class="chip"
            disabled={disabled}
            onClick={() => onSet(Date.now() + clockAhead_ms + minutes * 60_000)}
          >
            {t("minutes", { n: minutes })}
          </button>
        ))}
      </div>
      <label class="times__field">
        {t("lobby.until")}
        <input key={until_ms} type="datetime-local" name="until" defaultValue={toField(until_ms)} />
      </label>
      <div class="prompt-card__actions">
        <Button type="submit" disabled={disabled}>
          {t("save")}
        </Button>
        {until_ms !== null && (
          <Button rank="quiet" disabled={disabled} onClick={() => onSet(null)}>
            {t("lobby.no-count")}
          </Button>
        )}
      </div>
    </form>
  );
};
