import { useEffect, useRef, useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { StatementView } from "../../wire/messages";
import type { Desk } from "../desk-state";

interface Props {
  desk: Desk;
  statement: StatementView;
  onDone: () => void;
}

/** A typo is mended before anybody votes on it; once people have seen a statement its words stay. */
export const Mend = ({ desk, statement, onDone }: Props) => {
  const [text, setText] = useState(statement.text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const disabled = !desk.isLive.value || desk.isPending(statement.id);
  return (
    <form
      class="line-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled) desk.ask({ kind: "reword-statement", statement: statement.id, text }, ({ done }) => done && onDone());
      }}
      onKeyDown={(event) => event.key === "Escape" && onDone()}
    >
      <label for={`mend-${statement.id}`}>{t(statement.origin === "seed" ? "queue.mend-seed" : "queue.mend-label")}</label>
      <textarea
        id={`mend-${statement.id}`}
        ref={field}
        rows={3}
        dir="auto"
        lang={statement.language}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class="waiting__actions">
        <Button type="submit" disabled={disabled}>
          {t("save")}
        </Button>
        <Button rank="quiet" onClick={onDone}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
};
