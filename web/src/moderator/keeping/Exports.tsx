import { useEffect, useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { Desk } from "../desk-state";
import type { Export, Keeping } from "./asking";

const FORMATS = ["polis", "sensemaker", "tttc", "plenary"] as const;
const LOOK_AGAIN_MS = 700;

/** The event as files: for the public and for the organiser these are different things. */
export const Exports = ({ desk, ask }: { desk: Desk; ask: Keeping }) => {
  const isOrganiser = desk.role.value === "organiser";
  const [readers, setReaders] = useState("public");
  const [format, setFormat] = useState<string>("polis");
  const [made, setMade] = useState<Export>();
  const [isRefused, setRefused] = useState(false);
  const isUnderway = made !== undefined && !made.is_ready && !made.has_failed;

  useEffect(() => {
    if (!isUnderway || made === undefined) return;
    const timer = setTimeout(() => {
      void ask.look(made.id).then((found) => setMade(found ?? { ...made, has_failed: true }));
    }, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [made]);

  const prepare = async () => {
    setMade(undefined);
    const found = await ask.export(format, format === "plenary" ? "organiser" : readers);
    setRefused(found === undefined);
    setMade(found);
  };

  return (
    <details class="keeping__part">
      <summary>{t("exports.title")}</summary>
      <div class="keeping__form">
        <label>
          {t("exports.format")}
          <select value={format} onChange={(event) => setFormat(event.currentTarget.value)}>
            {FORMATS.filter((one) => isOrganiser || one !== "plenary").map((one) => (
              <option key={one} value={one}>
                {t(`exports.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {format === "plenary" ? (
          <p class="keeping__quiet">{t("exports.organiser")}</p>
        ) : (
          <label>
            {t("exports.for")}
            <select value={readers} onChange={(event) => setReaders(event.currentTarget.value)}>
              <option value="public">{t("exports.public")}</option>
              {isOrganiser && <option value="organiser">{t("exports.organiser")}</option>}
            </select>
          </label>
        )}
        <Button disabled={isUnderway || !desk.isLive.value} onClick={() => void prepare()}>
          {t("exports.make")}
        </Button>
      </div>
      <div role="status">
        {isUnderway && (
          <p>
            <progress aria-label={t("exports.title")} /> {t("exports.progress", { n: made.records })}
          </p>
        )}
        {made?.is_ready && (
          <p>
            <a href={ask.file(made.id)} download={made.name}>
              {t("exports.ready", { name: made.name })}
            </a>
          </p>
        )}
        {(made?.has_failed || isRefused) && <p>{t("exports.failed")}</p>}
      </div>
      {!isOrganiser && <p class="keeping__quiet">{t("exports.organiser-only")}</p>}
    </details>
  );
};
