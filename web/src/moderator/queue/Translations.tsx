import { useState } from "preact/hooks";

import { languages, nameOf, t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { StatementView } from "../../wire/messages";
import type { Desk } from "../desk-state";

interface Props {
  desk: Desk;
  /** For whoever has nothing else to do; for all others it is closed until they want it. */
  isOpen?: boolean;
}

/** Shown statements in another language, to write and to correct. */
export const Translations = ({ desk, isOpen = false }: Props) => {
  const [into, setInto] = useState<string | undefined>(undefined);
  const [onlyMissing, setOnlyMissing] = useState(true);
  const { statements, event } = desk.view.value;
  const shown = [...statements.values()].filter((one) => one.standing === "shown");
  const tag = into ?? languages().find((one) => one !== event?.language) ?? "en";
  const needing = shown.filter((one) => !isIn(one, tag));
  const missing = needing.filter((one) => textIn(one, tag) === "");
  const listed = onlyMissing ? missing : needing;
  return (
    <section class="panel" id="translations" aria-labelledby="translations-title">
      <details open={isOpen}>
        <summary>
          <h2 id="translations-title">{t("translate.title")}</h2>
        </summary>
        <div class="translations__choice">
          <label>
            {t("translate.into")}
            <select value={tag} onChange={(event) => setInto(event.currentTarget.value)}>
              {languages().map((one) => (
                <option key={one} value={one} lang={one}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <input
              type="checkbox"
              checked={onlyMissing}
              onChange={(event) => setOnlyMissing(event.currentTarget.checked)}
            />
            {t("translate.only-missing")}
          </label>
          <p role="status">{missing.length === 0 ? t("translate.none") : t("translate.missing", { n: missing.length })}</p>
        </div>
        <ol class="translations">
          {listed.map((one) => (
            <Translating key={`${one.id} ${tag}`} desk={desk} statement={one} tag={tag} />
          ))}
        </ol>
      </details>
    </section>
  );
};

/** Whether the statement was written in the language: regional tags count as their language. */
const isIn = (statement: StatementView, tag: string): boolean => statement.language.split("-")[0] === tag;

const held = (statement: StatementView, tag: string) => statement.translations.find((one) => one.language === tag);

const textIn = (statement: StatementView, tag: string): string => held(statement, tag)?.text ?? "";

const Translating = ({ desk, statement, tag }: { desk: Desk; statement: StatementView; tag: string }) => {
  const known = held(statement, tag);
  const [text, setText] = useState(known?.text ?? "");
  const disabled = !desk.isLive.value || desk.isPending(statement.id);
  const save = (wanted: string) =>
    desk.ask({
      kind: "translate",
      statement: statement.id,
      language: tag,
      text: wanted,
      version: (known?.version ?? 0) + 1,
    });
  return (
    <li class="translating">
      <p dir="auto" lang={statement.language}>
        {statement.text}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!disabled && text.trim() !== "" && text !== known?.text) save(text);
        }}
      >
        <label>
          <span class="visually-hidden">{t("translate.text")}</span>
          <textarea
            rows={2}
            maxLength={1000}
            dir="auto"
            lang={tag}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <Button type="submit" disabled={disabled || text.trim() === "" || text === known?.text}>
          {t("translate.save")}
        </Button>
        {known !== undefined && known.text !== "" && (
          <>
            <Button
              rank="quiet"
              disabled={disabled}
              onClick={() => {
                setText("");
                save("");
              }}
            >
              {t("translate.take-back")}
            </Button>
            <span class="hint">
              {t(known.by_service ? "translate.by-service" : "translate.saved", { n: known.version })}
            </span>
          </>
        )}
      </form>
    </li>
  );
};
