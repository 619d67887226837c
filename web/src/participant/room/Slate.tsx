import type { MapState } from "../../view/view";
import type { StatementView } from "../../wire/messages";
import { t } from "../later-words";
import { asRead } from "../reading";

interface Props {
  map: MapState;
  statements: ReadonlyMap<string, StatementView>;
  maySee: (statement: string) => boolean;
}

/** The few statements that together leave no large like-minded part of the people without one, once revealed. */
export const Slate = ({ map, statements, maySee }: Props) => {
  const slate = (map.findings?.slate ?? []).filter((one) => statements.has(one.statement));
  if (slate.length === 0) return null;
  return (
    <section class="findings">
      <h3>{t("room.slate")}</h3>
      <p class="quiet">{t("slate.what")}</p>
      <ol>
        {slate.map((entry) => (
          <li key={entry.statement}>
            <Voice statement={statements.get(entry.statement)} />
            <p class="quiet">{maySee(entry.statement) ? t("slate.speaks-for", { n: entry.speaks_for }) : t("room.vote-first")}</p>
          </li>
        ))}
      </ol>
    </section>
  );
};

/** Statements that people judge otherwise than they did, once revealed; nothing where nothing has changed beyond chance. */
export const Changed = ({ map, statements, maySee }: Props) => {
  const shifts = (map.findings?.shifts ?? []).filter((one) => statements.has(one.statement));
  if (shifts.length === 0) return null;
  const percent = (share: number) => t("changed.share", { share: Math.round(share * 100) });
  return (
    <section class="findings">
      <h3>{t("room.changed")}</h3>
      <ol>
        {shifts.map((shift) => (
          <li key={shift.statement}>
            <Voice statement={statements.get(shift.statement)} />
            {maySee(shift.statement) ? (
              <dl class="shift">
                <dt>{t("changed.earlier")}</dt>
                <dd>{percent(shift.before)}</dd>
                <dt>{t("changed.lately")}</dt>
                <dd>
                  {percent(shift.after)}, {t("changed.votes", { n: shift.votes })}
                </dd>
              </dl>
            ) : (
              <p class="quiet">{t("room.vote-first")}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
};

/** A statement in its own voice, as the owner reads it. */
export const Voice = ({ statement }: { statement: StatementView | undefined }) =>
  statement ? (
    <p class="voice" dir="auto" lang={asRead(statement).language}>
      {asRead(statement).text}
    </p>
  ) : null;
