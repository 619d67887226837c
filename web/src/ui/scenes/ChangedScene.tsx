import { t } from "../../text";
import type { Shift } from "../../wire/messages";
import { PromptLine } from "./PromptLine";
import type { Showing } from "./showing";
import { TooEarly } from "./TooEarly";
import { sizeInList } from "./type-size";

const MOST = 4;

/** Statements that people judge otherwise than they did: how many agreed before, and how many do in the last minutes. */
export const ChangedScene = ({ showing: { prompt, map, statements } }: { showing: Showing }) => {
  const rows = (map?.findings?.shifts ?? [])
    .flatMap((shift) => {
      const statement = statements.get(shift.statement);
      return statement ? [{ shift, statement }] : [];
    })
    .slice(0, MOST);
  const size = sizeInList(rows.map(({ statement }) => statement.text));
  return (
    <section class="scene scene--findings">
      {prompt && <PromptLine prompt={prompt} />}
      <div class="scene__heading">
        <h1 class="scene__title">{t("scene.changed")}</h1>
      </div>
      {map === undefined ? (
        <TooEarly notes={[]} />
      ) : rows.length === 0 ? (
        <p class="scene__nothing">{t("changed.none")}</p>
      ) : (
        <ol class="shifts" style={{ "--findings-size": size }}>
          {rows.map(({ shift, statement }) => (
            <li key={statement.id}>
              <p class="findings__text" dir="auto" lang={statement.language}>
                {statement.text}
              </p>
              <ShiftLine shift={shift} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};

/** Where the share that agrees stood and where it stands, on one line from nobody to everybody. */
export const ShiftLine = ({ shift }: { shift: Shift }) => {
  const [before, after] = [Math.round(shift.before * 100), Math.round(shift.after * 100)];
  return (
    <div class="shift">
      <div class="shift__line" aria-hidden="true">
        <span
          class="shift__way"
          style={{ insetInlineStart: `${Math.min(before, after)}%`, inlineSize: `${Math.abs(after - before)}%` }}
        />
        <span class="shift__before" style={{ insetInlineStart: `${before}%` }} />
        <span class="shift__after" style={{ insetInlineStart: `${after}%` }} />
      </div>
      <dl class="shift__words">
        <div>
          <dt>{t("changed.earlier")}</dt>
          <dd>{t("changed.share", { share: before })}</dd>
        </div>
        <div class="shift__now">
          <dt>{t("changed.lately")}</dt>
          <dd>
            {t("changed.share", { share: after })} <small>{t("changed.votes", { n: shift.votes })}</small>
          </dd>
        </div>
      </dl>
    </div>
  );
};
