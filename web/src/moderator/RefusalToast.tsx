import { useEffect } from "preact/hooks";

import { has, t } from "../text";
import { Button } from "../ui/button/Button";
import type { Desk } from "./desk-state";

const STAYS_MS = 12_000;

/** Why the last request was refused, in words. The region is always there, or nobody would hear what enters it. */
export const RefusalToast = ({ desk }: { desk: Desk }) => {
  const refusal = desk.refusal.value;
  useEffect(() => {
    if (refusal === undefined) return;
    const going = setTimeout(desk.dismissRefusal, STAYS_MS);
    return () => clearTimeout(going);
  }, [refusal]);
  const key = `refused.${refusal?.code ?? ""}`;
  return (
    <div class="toasts" role="status">
      {refusal && (
        <p class="toast" key={refusal.number}>
          <span>{t(has(key) ? key : "refused.other")}</span>
          <Button rank="quiet" onClick={desk.dismissRefusal}>
            {t("dismiss")}
          </Button>
        </p>
      )}
    </div>
  );
};
