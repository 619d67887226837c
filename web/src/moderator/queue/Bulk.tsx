import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import { REASONS, type Why } from "./decisions";

interface Props {
  selected: number;
  all: number;
  disabled: boolean;
  onShow: () => void;
  onReject: (why: Why) => void;
  onSelect: (all: boolean) => void;
}

/** What can be done with all that is selected, at once; one undo takes it all back. */
export const Bulk = ({ selected, all, disabled, ...on }: Props) => {
  const [because, setBecause] = useState<(typeof REASONS)[number] | "">("");
  return (
    <div class="bulk" role="group" aria-label={t("queue.selected", { n: selected })}>
      <strong>{t("queue.selected", { n: selected })}</strong>
      <Button disabled={disabled} onClick={on.onShow}>
        {t("queue.show")}
      </Button>
      <Button disabled={disabled} onClick={() => on.onReject(because === "" ? {} : { because })}>
        {t("queue.reject")}
      </Button>
      <label>
        <span class="visually-hidden">{t("queue.reject-because")}</span>
        <select value={because} onChange={(event) => setBecause(event.currentTarget.value as typeof because)}>
          <option value="">{t("queue.reject-because")}…</option>
          {REASONS.map((one) => (
            <option key={one} value={one}>
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
