import { useState } from "preact/hooks";

import { languages, nameOf, t } from "../../text";
import { isReadIn } from "../../text/tags";
import { Button } from "../../ui/button/Button";
import type { PromptView, StatementView } from "../../wire/messages";
import type { Desk } from "../desk-state";

interface Props {
  desk: Desk;
  /** For whoever has nothing else to do; for all others it is closed until they want it. */
  isOpen?: boolean;
}

/** What is translated: a prompt, or a statement under it. */
type Written = StatementView | PromptView;

const isPrompt = (written: Written): written is PromptView => "phase" in written;

/** Prompts and shown statements in another language, to write and to correct. */
export const Translations = ({ desk, isOpen = false }: Props) => {
  const [into, setInto] = useState<string | undefined>(undefined);
  const [onlyMissing, setOnlyMissing] = useState(true);
  const { statements, prompts, event } = desk.view.value;
  const shown: Written[] = [
    ...prompts.values(),
    ...[...statements.values()].filter((one) => one.standing === "shown"),
  ];
  const tag = into ?? languages().find((one) => one !== event?.language) ?? "en";
  const needing = shown.filter((one) => !isReadIn(one.language, tag));
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
            <Translating key={`${one.id} ${tag}`} desk={desk} written={one} tag={tag} />
          ))}
        </ol>
      </details>
    </section>
  );
};

const held = (written: Written, tag: string) => written.translations.find((one) => one.language === tag);

const textIn = (written: Written, tag: string): string => held(written, tag)?.text ?? "";

const Translating = ({ desk, written, tag }: { desk: Desk; written: Written; tag: string }) => {
  const known = held(written, tag);
  const [text, setText] = useState(known?.text ?? "");
  const disabled = !desk.isLive.value || desk.isPending(written.id);
  const save = (wanted: string) => {
    const made = { language: tag, text: wanted, version: (known?.version ?? 0) + 1 };
    if (isPrompt(written)) desk.ask({ kind: "translate-prompt", prompt: written.id, ...made });
    else desk.ask({ kind: "translate", statement: written.id, ...made });
  };
  return (
    <li class="translating">
      {isPrompt(written) && <p class="hint">{t("prompt.number", { n: written.number })}</p>}
      <p dir="auto" lang={written.language}>
        {written.text}
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
