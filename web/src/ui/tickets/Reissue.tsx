import { useId, useState } from "preact/hooks";

import { t } from "../../text";
import { answer } from "../announcer/Announcer";
import { Button } from "../button/Button";
import "./tickets.css";

/** A ticket that was made anew: its code in letters, and as a picture for a phone's camera. */
export interface NewTicket {
  readonly number: number;
  readonly code: string;
  readonly qr: string;
}

interface Props {
  /** Undefined where there is no such ticket, or it could not be made. */
  reissue: (number: number) => Promise<NewTicket | undefined>;
  /** Without it, tickets cannot be taken back here. */
  revoke?: (number: number) => Promise<boolean>;
  onDone?: () => void;
}

/** One ticket by its number: a new one for whoever has lost it, or their phone; or none any more. */
export const Reissue = ({ reissue, revoke, onDone }: Props) => {
  const what = useId();
  const [number, setNumber] = useState("");
  const [made, setMade] = useState<NewTicket | undefined>(undefined);
  const [isSure, setSure] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(false);

  const act = async (work: (number: number) => Promise<boolean>) => {
    setBusy(true);
    setMade(undefined);
    setTrouble(false);
    const done = await work(Number(number));
    setBusy(false);
    setSure(false);
    setTrouble(!done);
    if (done) onDone?.();
  };
  const anew = () =>
    act(async (one) => {
      const ticket = await reissue(one);
      setMade(ticket);
      return ticket !== undefined;
    });
  const takeBack = () =>
    act(async (one) => {
      const done = (await revoke?.(one)) ?? false;
      if (done) answer(t("tickets.revoked", { number: one }));
      return done;
    });

  return (
    <form
      class="tickets__one"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void anew();
      }}
    >
      <label>
        {t("tickets.number")}
        <input
          type="number"
          min={1}
          required
          value={number}
          aria-describedby={what}
          onInput={(event) => setNumber(event.currentTarget.value)}
        />
      </label>
      <div class="tickets__acts">
        <Button type="submit" disabled={isBusy}>
          {t("tickets.reissue")}
        </Button>
        {revoke && !isSure && (
          <Button rank="quiet" disabled={isBusy || number === ""} onClick={() => setSure(true)}>
            {t("tickets.revoke")}
          </Button>
        )}
      </div>
      <p id={what} class="hint">
        {t("tickets.reissue-what")}
      </p>
      {isSure && (
        <div role="group" aria-label={t("tickets.revoke")}>
          <p>{t("tickets.revoke-sure", { number })}</p>
          <div class="tickets__acts">
            <Button disabled={isBusy} onClick={() => void takeBack()}>
              {t("tickets.revoke")}
            </Button>
            <Button rank="quiet" onClick={() => setSure(false)}>
              {t("tickets.keep")}
            </Button>
          </div>
        </div>
      )}
      {trouble && <p role="alert">{t("tickets.trouble")}</p>}
      {made && (
        <div class="tickets__made" role="status">
          <p>{t("tickets.new")}</p>
          <img src={`data:image/svg+xml,${encodeURIComponent(made.qr)}`} alt="" />
          <p class="tickets__code" dir="ltr">
            {made.code}
          </p>
        </div>
      )}
    </form>
  );
};
