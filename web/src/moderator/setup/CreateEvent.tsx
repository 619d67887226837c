import { useState } from "preact/hooks";

import { has, languages, nameOf, t } from "../../text";
import { Button } from "../../ui/button/Button";
import { createEvent, type CreatedEvent } from "./create-event";
import type { Level } from "../../wire/messages";
import { LEVELS } from "../levels/Levels";
import { LinkLine } from "../access/Links";
import { lines } from "../programme/SeedForm";
import { OperatorSessions } from "./OperatorSessions";
import { keepSecret } from "../../link/secret";

interface Props {
  /** Whether this browser is signed in as whoever runs the server, and so may create events. */
  isOperator: boolean;
  create?: typeof createEvent;
}

/** A new event, and then the three links that open its pages. */
export const CreateEvent = ({ isOperator, create = createEvent }: Props) => {
  const [made, setMade] = useState<CreatedEvent | undefined>(undefined);
  const [isOut, setOut] = useState(false);
  if (!isOperator || isOut) {
    return (
      <main class="create">
        <h1>{t("create.title")}</h1>
        <p role="status">{t(isOut ? "operator.ended" : "create.no-operator")}</p>
      </main>
    );
  }
  return (
    <main class="create">
      {made ? <Made event={made} /> : <Wanted create={create} onMade={setMade} />}
      <OperatorSessions onOut={() => setOut(true)} />
    </main>
  );
};

interface WantedProps {
  create: typeof createEvent;
  onMade: (event: CreatedEvent) => void;
}

const Wanted = ({ create, onMade }: WantedProps) => {
  const [trouble, setTrouble] = useState("");
  const [isBusy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    setBusy(true);
    setTrouble("");
    const outcome = await create({
      title: text("title"),
      language: text("language"),
      venues: lines(text("venues")),
      prompts: lines(text("prompts")),
      premoderated: given.get("premoderated") !== null,
      level: text("level") as Level,
      ...(text("code") !== "" && { code: text("code").toUpperCase() }),
    });
    setBusy(false);
    if ("trouble" in outcome) return setTrouble(outcome.trouble);
    void keepSecret("moderator", outcome.code, new URL(outcome.links.organiser, location.href).hash.slice(1));
    onMade(outcome);
  };
  return (
    <>
      <h1>{t("create.title")}</h1>
      <form
        class="create__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void submit(event.currentTarget);
        }}
      >
        <label>
          {t("create.name")}
          <input name="title" type="text" required maxLength={200} dir="auto" />
        </label>
        <label>
          {t("create.language")}
          <select name="language" defaultValue={document.documentElement.lang}>
            {languages().map((tag) => (
              <option key={tag} value={tag} lang={tag}>
                {nameOf(tag)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("create.venues")}
          <textarea name="venues" rows={3} dir="auto" aria-describedby="venues-hint" />
          <span id="venues-hint" class="hint">
            {t("create.venues-hint")}
          </span>
        </label>
        <label>
          {t("create.prompts")}
          <textarea name="prompts" rows={4} dir="auto" aria-describedby="prompts-hint" />
          <span id="prompts-hint" class="hint">
            {t("create.prompts-hint")}
          </span>
        </label>
        <label>
          {t("create.code")}
          <input name="code" type="text" maxLength={24} autocomplete="off" aria-describedby="code-hint" />
          <span id="code-hint" class="hint">
            {t("create.code-hint")}
          </span>
        </label>
        <label>
          {t("create.level")}
          <select name="level">
            {LEVELS.map((level) => (
              <option key={level} value={level}>
                {t(`level.${level}`)}
              </option>
            ))}
          </select>
        </label>
        <label class="create__check">
          <input name="premoderated" type="checkbox" defaultChecked /> {t("create.premoderated")}
        </label>
        <p class="create__trouble" role="alert">
          {trouble !== "" && t(has(`create.trouble.${trouble}`) ? `create.trouble.${trouble}` : "create.trouble.other")}
        </p>
        <Button type="submit" rank="main" disabled={isBusy}>
          {t(isBusy ? "pending" : "create.do")}
        </Button>
      </form>
    </>
  );
};

const Made = ({ event }: { event: CreatedEvent }) => (
  <>
    <h1>{t("create.made", { code: event.code })}</h1>
    <p>{t("create.keep")}</p>
    <div class="links">
      <img class="links__qr" src={`/e/${encodeURIComponent(event.code)}/qr.svg`} alt={t("join.qr")} />
      <LinkLine name={t("links.participant")} address={event.links.participant} />
      <LinkLine name={t("links.projector")} address={event.links.projector} secret />
      <LinkLine name={t("links.moderator")} address={event.links.moderator} secret />
      <LinkLine name={t("links.organiser")} address={event.links.organiser} secret />
    </div>
    <p>
      <a class="button button--main" href={event.links.organiser}>
        {t("create.to-desk")}
      </a>
    </p>
  </>
);
