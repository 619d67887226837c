import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { PromptView, StatementView } from "../../wire/messages";
import { REASONS } from "./decisions";
import { reasonIn } from "../words";

interface Props {
  statement: StatementView;
  prompt: PromptView | undefined;
  isCurrent: boolean;
  isPending: boolean;
  isLive: boolean;
  /** The event's: the reason is for its author. */
  language: string | undefined;
  onPoint: () => void;
  onShow: () => void;
  onReject: (reason: string) => void;
}

/** A statement that waits for a decision. */
export const WaitingStatement = ({ statement, prompt, isCurrent, isPending, isLive, language, ...on }: Props) => {
  const disabled = isPending || !isLive;
  return (
    <li
      class="waiting"
      data-id={statement.id}
      data-pending={isPending}
      tabIndex={-1}
      aria-current={isCurrent}
      onFocusIn={on.onPoint}
      onClick={on.onPoint}
    >
      <p class="waiting__text" dir="auto" lang={statement.language}>
        {statement.text}
      </p>
      <div class="waiting__actions">
        <Button rank="main" disabled={disabled} onClick={on.onShow}>
          {t("queue.show")}
        </Button>
        <Button disabled={disabled} onClick={() => on.onReject("")}>
          {t("queue.reject")}
        </Button>
        <span class="waiting__about">{isPending ? t("pending") : t("queue.under", { n: prompt?.number ?? 0 })}</span>
      </div>
      {isCurrent && <Reasons disabled={disabled} language={language} onReject={on.onReject} />}
    </li>
  );
};

type ReasonsProps = Pick<Props, "language" | "onReject"> & { disabled: boolean };

const Reasons = ({ disabled, language, onReject }: ReasonsProps) => {
  const [other, setOther] = useState<string | undefined>(undefined);
  return (
    <div class="reasons" role="group" aria-label={t("queue.reject-because")}>
      <p aria-hidden="true">{t("queue.reject-because")}</p>
      {REASONS.map((reason) => (
        <Button key={reason} rank="quiet" disabled={disabled} onClick={() => onReject(reasonIn(language, reason))}>
          {t(`reason.${reason}`)}
        </Button>
      ))}
      {other === undefined ? (
        <Button rank="quiet" disabled={disabled} onClick={() => setOther("")}>
          {t("reason.other")}
        </Button>
      ) : (
        <form
          class="reasons__other"
          onSubmit={(event) => {
            event.preventDefault();
            onReject(other);
          }}
        >
          <label>
            {t("reason.in-words")}
            <input
              type="text"
              maxLength={140}
              value={other}
              ref={(input) => {
                if (other === "") input?.focus();
              }}
              onInput={(event) => setOther(event.currentTarget.value)}
            />
          </label>
          <Button type="submit" disabled={disabled}>
            {t("queue.reject")}
          </Button>
        </form>
      )}
    </div>
  );
};
