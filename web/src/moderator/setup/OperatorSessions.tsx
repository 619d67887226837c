import { useEffect, useState } from "preact/hooks";

import { endSession, operatorSessions, type OperatorSession } from "../../link/operator";
import { language, t } from "../../text";
import { Button } from "../../ui/button/Button";

interface Props {
  sessions?: typeof operatorSessions;
  end?: typeof endSession;
  /** This browser has been signed out. */
  onOut: () => void;
}

/** Where the operator is signed in, and the way out. */
export const OperatorSessions = ({ sessions = operatorSessions, end = endSession, onOut }: Props) => {
  const [open, setOpen] = useState<readonly OperatorSession[]>([]);
  const look = async () => setOpen((await sessions()) ?? []);
  useEffect(() => void look(), []);
  const time = new Intl.DateTimeFormat(language.value, { dateStyle: "short", timeStyle: "short" });
  const signOut = async ({ id, own }: OperatorSession) => {
    await end(id);
    if (own) onOut();
    else void look();
  };
  return (
    <details class="operator">
      <summary>{t("operator.title")}</summary>
      <ul>
        {open.map((session) => (
          <li key={session.id}>
            {t(session.own ? "operator.this" : "operator.other")} {t("operator.since", { time: time.format(session.began_ms) })}{" "}
            <Button rank="quiet" onClick={() => void signOut(session)}>
              {t("operator.out")}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
};
