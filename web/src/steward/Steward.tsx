import { useState } from "preact/hooks";

import { language, languages, nameOf, setLanguage, t } from "../text";
import { Announcer } from "../ui/announcer/Announcer";
import { ConnectionWord } from "../ui/connection/ConnectionWord";
import { reissueTicket } from "../link/tickets";
import { Reissue } from "../ui/tickets/Reissue";
import { RehearsalBand } from "../ui/rehearsal/RehearsalBand";
import type { JoinAddress } from "../ui/scenes/showing";
import type { Entry } from "./entry";
import { Form } from "./Form";
import { newSeries } from "./numbers";
import { Sheets } from "./Sheets";

interface Props {
  entry: Entry;
  join: JoinAddress;
  code: string;
  /** Null where the page's cookie says who asks. */
  secret: string | null;
}

/** Where paper ballots are printed and entered. */
export const Steward = ({ entry, join, code, secret }: Props) => {
  const { event, prompts, statements } = entry.view.value;
  const [chosen, choose] = useState<string | undefined>(undefined);
  const [series] = useState(newSeries);
  const open = [...prompts.values()].filter((one) => one.phase !== "draft");
  const prompt = open.find((one) => one.id === chosen) ?? open.find((one) => one.phase === "open") ?? open.at(-1);
  const shown = [...statements.values()].filter((one) => one.prompt === prompt?.id && one.standing === "shown");
  return (
    <div class="steward">
      <header class="steward__head">
        <RehearsalBand event={event} />
        <h1>
          {t("steward.title")}: <bdi>{event?.title ?? code}</bdi>
        </h1>
        <ConnectionWord state={entry.link.value} word={t(`link.${entry.link.value}`)} />
        <label>
          <span class="visually-hidden">{t("steward.language")}</span>
          <select value={language.value} onChange={(change) => void setLanguage(change.currentTarget.value)}>
            {languages().map((tag) => (
              <option key={tag} value={tag} lang={tag}>
                {nameOf(tag)}
              </option>
            ))}
          </select>
        </label>
      </header>
      {!entry.isLive.value && event !== undefined && (
        <p class="steward__down" role="alert">
          {t(entry.ending.value === undefined ? "steward.down" : `closed.${entry.ending.value}`)}
        </p>
      )}
      <main>
        {event === undefined && (
          <p>{t(entry.ending.value === undefined ? "steward.connecting" : `closed.${entry.ending.value}`)}</p>
        )}
        {event?.level === "ticket" && (
          <section class="steward__tickets" aria-labelledby="tickets-title">
            <h2 id="tickets-title">{t("tickets.title")}</h2>
            <Reissue reissue={(number) => reissueTicket(code, secret, number)} />
          </section>
        )}
        {event !== undefined && prompt === undefined && <p>{t("steward.no-prompts")}</p>}
        {event !== undefined && prompt !== undefined && (
          <>
            <label class="steward__prompt">
              {t("steward.prompt")}
              <select value={prompt.id} onChange={(change) => choose(change.currentTarget.value)}>
                {open.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.text}
                  </option>
                ))}
              </select>
            </label>
            {shown.length === 0 ? (
              <p>{t("steward.no-statements")}</p>
            ) : (
              <>
                <Form key={prompt.id} entry={entry} event={event} statements={shown} series={series} />
                <Sheets event={event} prompt={prompt} statements={shown} join={join} series={series} />
              </>
            )}
          </>
        )}
      </main>
      <Announcer />
    </div>
  );
};
