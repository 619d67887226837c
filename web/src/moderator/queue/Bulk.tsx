import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import { REASONS } from "./decisions";
import { reasonIn } from "../words";

interface Props {
  selected: number;
  all: number;
  disabled: boolean;
  /** The event's: reasons are for authors. */
  language: string | undefined;
  onShow: () => void;
  onReject: (reason: string) => void;
  onSelect: (all: boolean) => void;
}

/** What can be done with all that is selected, at once; one undo takes it all back. */
export const Bulk = ({ selected, all, disabled, language, ...on }: Props) => {
  const [reason, setReason] = useState("");
  return (
    <div class="bulk" role="group" aria-label={t("queue.selected", { n: selected })}>
      <strong>{t("queue.selected", { n: selected })}</strong>
      <Button disabled={disabled} onClick={on.onShow}>
        {t("queue.show")}
      </Button>
      <Button disabled={disabled} onClick={() => on.onReject(reason)}>
        {t("queue.reject")}
      </Button>
      <label>
        <span class="visually-hidden">{t("queue.reject-because")}</span>
        <select value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
          <option value="">{t("queue.reject-because")}…</option>
          {REASONS.map((one) => (
            <option key={one} value={reasonIn(language, one)}>
              {t(`reason.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Button rank="quiet" onClick={() => on.onSelect(selected < all)}>
        {t(selected < all ? "queue.select-all" : "queue.select-none")}
      </Button>
    </div>
  );
};
