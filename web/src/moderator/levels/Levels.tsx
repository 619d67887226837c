import { useEffect, useState } from "preact/hooks";

import { t } from "../../text";
import { askStanding, makeTickets, reissueTicket, revokeTicket, type Ticket } from "../../link/tickets";
import { Button } from "../../ui/button/Button";
import { Reissue } from "../../ui/tickets/Reissue";
import type { Level } from "../../wire/messages";
import type { Desk } from "../desk-state";

export const LEVELS: readonly Level[] = ["device", "ticket", "email", "sign-in"];

interface Props {
  desk: Desk;
  code: string;
}

/** Who may vote: what the event asks for, and its tickets. */
export const Levels = ({ desk, code }: Props) => {
  const { event, prompts } = desk.view.value;
  const level = event?.level ?? "device";
  const isFixed = [...prompts.values()].some((prompt) => prompt.phase !== "draft");
  return (
    <section class="panel" id="levels" aria-labelledby="levels-title">
      <h2 id="levels-title">{t("level.title")}</h2>
      <label>
        <span class="visually-hidden">{t("level.title")}</span>
        <select
          value={level}
          disabled={isFixed || !desk.isLive.value || desk.isPending("level")}
          aria-describedby="levels-what"
          onChange={(change) => desk.ask({ kind: "set-level", level: change.currentTarget.value as Level })}
        >
          {LEVELS.map((one) => (
            <option key={one} value={one}>
              {t(`level.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <p id="levels-what" class="stage__note">
        {t(`level.${level}-what`)} {isFixed && t("level.fixed")}
      </p>
      {level === "ticket" && <Tickets code={code} secret={desk.key} />}
    </section>
  );
};

const Tickets = ({ code, secret }: { code: string; secret: string | null }) => {
  const [standing, setStanding] = useState<readonly Ticket[] | undefined>(undefined);
  const [count, setCount] = useState(50);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(false);

  const look = async () => {
    const told = await askStanding(code, secret);
    if (told !== undefined) setStanding(told);
  };
  useEffect(() => void look(), []);
  const make = async (form: "sheet" | "csv") => {
    setBusy(true);
    const file = await makeTickets(code, secret, count, form);
    setBusy(false);
    setTrouble(file === undefined);
    if (file === undefined) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `tickets-${code.toLowerCase()}.${form === "csv" ? "csv" : "html"}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    void look();
  };
  return (
    <>
      <h3>{t("tickets.title")}</h3>
      {standing && (
        <p>
          {t("tickets.standing", {
            made: standing.length,
            taken: standing.filter((one) => one.taken).length,
            revoked: standing.filter((one) => one.revoked).length,
          })}
        </p>
      )}
      <form
        class="tickets__make"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void make("sheet");
        }}
      >
        <label>
          {t("tickets.count")}
          <input
            type="number"
            min={1}
            max={10_000}
            required
            value={count}
            aria-describedby="tickets-sheet-what"
            onInput={(event) => setCount(Number(event.currentTarget.value))}
          />
        </label>
        <div class="tickets__acts">
          <Button type="submit" disabled={isBusy}>
            {t(isBusy ? "pending" : "tickets.sheet")}
          </Button>
          <Button rank="quiet" disabled={isBusy} onClick={() => void make("csv")}>
            {t("tickets.csv")}
          </Button>
        </div>
        <p id="tickets-sheet-what" class="hint">
          {t("tickets.sheet-what")}
        </p>
        {trouble && <p role="alert">{t("tickets.trouble")}</p>}
      </form>
      <Reissue
        reissue={(number) => reissueTicket(code, secret, number)}
        revoke={(number) => revokeTicket(code, secret, number)}
        onDone={() => void look()}
      />
    </>
  );
};
