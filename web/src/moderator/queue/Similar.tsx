import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import { alike } from "../../view/likeness";
import type { StatementView } from "../../wire/messages";

const AT_MOST = 3;

/** Statements of the same prompt that say something similar; those that people see first, as it can be merged into them. */
export const similarTo = (statement: StatementView, all: Iterable<StatementView>): readonly StatementView[] => {
  const others = [...all].filter(
    (one) =>
      one.id !== statement.id &&
      one.prompt === statement.prompt &&
      (one.standing === "shown" || one.standing === "waiting"),
  );
  const found = alike(statement.text, others).map(({ item }) => item);
  const shown = found.filter((one) => one.standing === "shown");
  return [...shown, ...found.filter((one) => one.standing !== "shown")].slice(0, AT_MOST);
};

interface Props {
  similar: readonly StatementView[];
  disabled: boolean;
  onMerge: (into: StatementView) => void;
}

/** The statement's likest ones beside it, each with the way to make the two one. */
export const Similar = ({ similar, disabled, onMerge }: Props) => (
  <div class="similar" role="group" aria-label={t("queue.similar")}>
    <p class="similar__title">{t("queue.similar")}</p>
    <ul>
      {similar.map((one) => (
        <li key={one.id}>
          <p class="similar__text" dir="auto" lang={one.language}>
            {one.text}
          </p>
          <p class="similar__foot">
            <span class="waiting__about">{t(`queue.${one.standing}`)}</span>
            {one.standing === "shown" && (
              <Button disabled={disabled} onClick={() => onMerge(one)}>
                {t("queue.merge")} <kbd aria-hidden="true">m</kbd>
              </Button>
            )}
          </p>
        </li>
      ))}
    </ul>
    {similar.some((one) => one.standing === "shown") && <p class="hint">{t("queue.merge-note")}</p>}
  </div>
);
