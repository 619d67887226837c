import { useEffect, useState } from "preact/hooks";

import { endSession, operatorSessions, type OperatorSession } from "../../link/operator";
import { language, t } from "../../text";
import { Button } from "../../ui/button/Button";

interface Props {
  /** This browser has been signed out. */
  onOut: () => void;
}

/** Where the operator is signed in, and the way out. */
export const OperatorSessions = ({ onOut }: Props) => {
  const [open, setOpen] = useState<readonly OperatorSession[]>([]);
  const [hasFailed, setFailed] = useState(false);
  const look = async () => setOpen((await operatorSessions()) ?? []);
  useEffect(() => void look(), []);
  const time = new Intl.DateTimeFormat(language.value, { dateStyle: "short", timeStyle: "short" });
  const signOut = async ({ id, own }: OperatorSession) => {
    const isEnded = await endSession(id);
    setFailed(!isEnded);
    if (isEnded && own) onOut();
    else if (isEnded) void look();
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
      {hasFailed && <p role="alert">{t("refused.other")}</p>}
    </details>
  );
};
