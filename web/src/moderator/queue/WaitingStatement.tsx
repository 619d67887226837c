import { useRef, useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { PromptView, StatementView } from "../../wire/messages";
import type { Desk } from "../desk-state";
import { Ban } from "./Ban";
import { ClaimedBy, type Claimed } from "./Claimed";
import { REASONS, type Why } from "./decisions";
import { Mend } from "./Mend";
import { Similar } from "./Similar";

interface Props {
  desk: Desk;
  statement: StatementView;
  prompt: PromptView | undefined;
  isCurrent: boolean;
  isSelected: boolean;
  isMending: boolean;
  /** The other moderator who is on it. */
  claimed: Claimed | undefined;
  /** The likest statements, while this one is the current. */
  similar: readonly StatementView[];
  onPoint: () => void;
  onShow: () => void;
  onReject: (why: Why) => void;
  onMerge: (into: StatementView) => void;
  onSelect: () => void;
  onMend: (begin: boolean) => void;
  onTakeOver: () => void;
}

/** A statement that waits for a decision. */
export const WaitingStatement = ({ desk, statement, prompt, isCurrent, claimed, similar, ...on }: Props) => {
  const isPending = desk.isPending(statement.id);
  const disabled = isPending || !desk.isLive.value;
  // What is under the pointer must not move between its going down and up, or the click is lost: pointing waits for it.
  const byPointer = useRef(false);
  const text = `waiting-${statement.id}`;
  const flags = `flags-${statement.id}`;
  return (
    <li
      class="waiting"
      data-id={statement.id}
      data-pending={isPending}
      data-claimed={claimed !== undefined}
      tabIndex={-1}
      aria-current={isCurrent}
      aria-labelledby={text}
      aria-describedby={statement.flags.length > 0 ? flags : undefined}
      onPointerDown={() => (byPointer.current = true)}
      onFocusIn={() => {
        if (!byPointer.current) on.onPoint();
        byPointer.current = false;
      }}
      onClick={on.onPoint}
    >
      {claimed && <ClaimedBy claimed={claimed} onTakeOver={on.onTakeOver} />}
      <div class="waiting__head">
        <label class="waiting__select">
          <input type="checkbox" checked={on.isSelected} onChange={on.onSelect} aria-describedby={text} />
          <span class="visually-hidden">{t("queue.select")}</span>
        </label>
        <p id={text} class="waiting__text" dir="auto" lang={statement.language}>
          {statement.text}
        </p>
      </div>
      {statement.flags.length > 0 && (
        <ul class="flags" id={flags} aria-label={t("flags")}>
          {statement.flags.map((flag) => (
            <li key={flag}>{t(`flag.${flag}`)}</li>
          ))}
        </ul>
      )}
      {on.isMending ? (
        <Mend desk={desk} statement={statement} onDone={() => on.onMend(false)} />
      ) : (
        <div class="waiting__actions">
          <Button rank="main" disabled={disabled} onClick={on.onShow}>
            {t("queue.show")}
          </Button>
          <Button disabled={disabled} onClick={() => on.onReject({})}>
            {t("queue.reject")}
          </Button>
          <Button rank="quiet" disabled={disabled} onClick={() => on.onMend(true)}>
            {t("queue.mend")}
          </Button>
          {isCurrent && <Ban desk={desk} statement={statement} />}
          <span class="waiting__about">{isPending ? t("pending") : t("queue.under", { n: prompt?.number ?? 0 })}</span>
        </div>
      )}
      {isCurrent && similar.length > 0 && <Similar similar={similar} disabled={disabled} onMerge={on.onMerge} />}
      {isCurrent && <Reasons disabled={disabled} onReject={on.onReject} />}
    </li>
  );
};

type ReasonsProps = Pick<Props, "onReject"> & { disabled: boolean };

const Reasons = ({ disabled, onReject }: ReasonsProps) => {
  const [other, setOther] = useState<string | undefined>(undefined);
  return (
    <div class="reasons" role="group" aria-label={t("queue.reject-because")}>
      <p aria-hidden="true">{t("queue.reject-because")}</p>
      {REASONS.map((reason) => (
        <Button key={reason} rank="quiet" disabled={disabled} onClick={() => onReject({ because: reason })}>
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
            onReject(other.trim() === "" ? {} : { reason: other });
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
