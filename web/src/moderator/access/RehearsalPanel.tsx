import { useEffect, useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import { LinkLine } from "./Links";
import { askRehearsal, type Proof, type Rehearsal } from "./rehearsal";

const LOOK_EVERY_MS = 2_000;

interface Props {
  code: string;
  /** Null where the desk's cookie says who asks. */
  secret: string | null;
  ask?: typeof askRehearsal;
}

/** A rehearsal with a synthetic crowd: started, watched, wiped, and the proof that nothing is left. */
export const RehearsalPanel = ({ code, secret, ask = askRehearsal }: Props) => {
  const [running, setRunning] = useState<Rehearsal | undefined>(undefined);
  const [proof, setProof] = useState<Proof | undefined>(undefined);
  const [trouble, setTrouble] = useState("");
  const [people, setPeople] = useState(60);
  const [isBusy, setBusy] = useState(false);

  const look = async () => {
    const answer = await ask(code, secret, "GET");
    if ("running" in answer) setRunning((before) => ({ ...answer, links: { ...before?.links, ...answer.links } }));
    else if ("trouble" in answer && answer.trouble === "rehearsal-unknown") setRunning(undefined);
  };
  useEffect(() => {
    void look();
  }, []);
  useEffect(() => {
    if (running === undefined || isBusy) return;
    const looking = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(looking);
  }, [running === undefined, isBusy]);

  const act = async (method: "POST" | "DELETE", body?: object) => {
    setBusy(true);
    setTrouble("");
    const answer = await ask(code, secret, method, body);
    setBusy(false);
    if ("trouble" in answer) return setTrouble(answer.trouble);
    if ("running" in answer) {
      setProof(undefined);
      setRunning(answer);
    } else {
      setRunning(undefined);
      setProof(answer);
    }
  };

  return (
    <section class="panel" id="rehearsal" aria-labelledby="rehearsal-title">
      <h2 id="rehearsal-title">{t("rehearsal.title")}</h2>
      <p class="stage__note">{t("rehearsal.what")}</p>
      {running === undefined ? (
        <form
          class="line-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isBusy) void act("POST", { people });
          }}
        >
          <label>
            {t("rehearsal.people")}
            <input
              type="number"
              min={1}
              max={500}
              required
              value={people}
              onInput={(event) => setPeople(Number(event.currentTarget.value))}
            />
          </label>
          <Button type="submit" disabled={isBusy}>
            {t(isBusy ? "pending" : "rehearsal.start")}
          </Button>
        </form>
      ) : (
        <>
          <p>
            {running.running
              ? t("rehearsal.runs", { code: running.code, people: running.people, votes: running.votes })
              : t("rehearsal.ended")}
          </p>
          <Pages links={running.links} />
          <Button disabled={isBusy} onClick={() => void act("DELETE")}>
            {t(isBusy ? "pending" : "rehearsal.stop")}
          </Button>
        </>
      )}
      <div role="status">
        {trouble !== "" && <p class="stage__note">{t("rehearsal.trouble", { code: trouble })}</p>}
        {proof && (
          <>
            <p>{t("rehearsal.wiped", { records: proof.records })}</p>
            <p class="rehearsal__proof">
              {proof.proved
                ? t("rehearsal.proof", { hash: proof.after.slice(0, 16) })
                : t("rehearsal.not-proved")}
            </p>
          </>
        )}
      </div>
    </section>
  );
};

const Pages = ({ links }: { links: Readonly<Record<string, string>> }) => (
  <div class="links" role="group" aria-label={t("rehearsal.pages")}>
    {links["participant"] && <LinkLine name={t("links.participant")} address={links["participant"]} />}
    {links["projector"] && <LinkLine name={t("links.projector")} address={links["projector"]} secret />}
    {links["moderator"] && <LinkLine name={t("links.moderator")} address={links["moderator"]} secret />}
  </div>
);
