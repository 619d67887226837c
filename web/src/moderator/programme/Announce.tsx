import { useRef, useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { Desk } from "../desk-state";
import { useShortcuts } from "../shortcuts";
import { useNow } from "../use-now";
import { countdown } from "./times";

const MINUTES = [1, 5, 15] as const;

/** A short message to everybody's phones, to the screens, or both; one at a time. */
export const Announce = ({ desk }: { desk: Desk }) => {
  const [text, setText] = useState("");
  const [places, setPlaces] = useState({ on_phones: true, on_screens: true });
  const [minutes, setMinutes] = useState(5);
  const [holds, setHolds] = useState(false);
  const holds_phones = holds && places.on_phones;
  const field = useRef<HTMLTextAreaElement>(null);
  useShortcuts({ a: () => field.current?.focus() });
  const disabled = !desk.isLive.value || desk.isPending("announcement");
  const send = () => {
    if (text.trim() === "" || disabled) return;
    const until = minutes > 0 && { until_ms: Date.now() + desk.view.peek().clockAhead_ms + minutes * 60_000 };
    desk.ask({ kind: "announce", text, ...places, ...until, ...(holds_phones && { holds_phones }) }, ({ done }) => {
      if (!done) return;
      setText("");
      setHolds(false);
    });
  };
  return (
    <section class="panel announce" id="announce" aria-labelledby="announce-title">
      <h2 id="announce-title">{t("announce.title")}</h2>
      <Standing desk={desk} disabled={disabled} />
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <label for="announce-text">{t("announce.text")}</label>
        <textarea
          id="announce-text"
          ref={field}
          rows={2}
          maxLength={280}
          dir="auto"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <div class="announce__how">
          {(["phones", "screens"] as const).map((place) => (
            <label key={place} class="announce__place">
              <input
                type="checkbox"
                checked={places[`on_${place}`]}
                onChange={(event) => setPlaces({ ...places, [`on_${place}`]: event.currentTarget.checked })}
              />
              {t(`announce.${place}`)}
            </label>
          ))}
          <label class="announce__place">
            <input
              type="checkbox"
              checked={holds_phones}
              disabled={!places.on_phones}
              onChange={(event) => {
                setHolds(event.currentTarget.checked);
                if (minutes === 0) setMinutes(MINUTES[1]);
                if (event.currentTarget.checked && text === "") setText(t("announce.holds-text"));
              }}
            />
            {t("announce.holds")}
          </label>
          <label class="announce__for">
            {t("announce.for")}
            <select value={minutes} onChange={(event) => setMinutes(Number(event.currentTarget.value))}>
              {MINUTES.map((one) => (
                <option key={one} value={one}>
                  {t("minutes", { n: one })}
                </option>
              ))}
              <option value={0} disabled={holds_phones}>{t("announce.until-withdrawn")}</option>
            </select>
          </label>
        </div>
        <Button type="submit" disabled={disabled}>
          {t("announce.send")}
        </Button>
      </form>
    </section>
  );
};

const Standing = ({ desk, disabled }: { desk: Desk; disabled: boolean }) => {
  const now_ms = useNow() + desk.view.value.clockAhead_ms;
  const said = desk.view.value.event?.announcement;
  if (!said || (said.until_ms !== null && said.until_ms <= now_ms)) return null;
  const where = (["phones", "screens"] as const).filter((place) => said[`on_${place}`]);
  return (
    <div class="announce__standing">
      <p>
        <strong>{t("announce.standing")}</strong> {where.map((place) => t(`announce.${place}`)).join(" · ")}
        {said.holds_phones && ` · ${t("announce.holds")}`}
        {said.until_ms !== null && ` · ${countdown(said.until_ms - now_ms)}`}
      </p>
      <p class="waiting__text" dir="auto">
        {said.text}
      </p>
      <Button disabled={disabled} onClick={() => desk.ask({ kind: "withdraw", announcement: said.id })}>
        {t("announce.withdraw")}
      </Button>
    </div>
  );
};
