import { useRef } from "preact/hooks";

import { language, languages, nameOf, setLanguage, t } from "../text";
import { Announcer } from "../ui/announcer/Announcer";
import { Button } from "../ui/button/Button";
import { ConnectionWord } from "../ui/connection/ConnectionWord";
import { RehearsalBand } from "../ui/rehearsal/RehearsalBand";
import type { JoinAddress } from "../ui/scenes/showing";
import type { Desk as DeskState } from "./desk-state";
import { RehearsalPanel } from "./access/RehearsalPanel";
import { RoleLinks } from "./access/RoleLinks";
import { Prompts, ShownStatements } from "./access/Watching";
import { Levels } from "./levels/Levels";
import { FirstSteps } from "./setup/FirstSteps";
import { Help } from "./Help";
import { Instruments } from "./instruments/Instruments";
import { KeepingPanel } from "./keeping/KeepingPanel";
import { Bans } from "./queue/Ban";
import { Queue } from "./queue/Queue";
import { RefusalToast } from "./RefusalToast";
import { Announce } from "./programme/Announce";
import { Items } from "./programme/Items";
import { RunOfShow } from "./programme/RunOfShow";
import { Translations } from "./queue/Translations";
import { Words } from "./queue/Words";
import { useShortcuts } from "./shortcuts";
import { StageControl, stageWish } from "./stage/StageControl";

interface Props {
  desk: DeskState;
  join: JoinAddress;
  code: string;
}

/** The moderator's desk: what people wrote, the run of show, the screen, and how the event is doing. */
export const Desk = ({ desk, join, code }: Props) => {
  const help = useRef<HTMLDialogElement>(null);
  const { event, statements } = desk.view.value;
  const waiting = [...statements.values()].filter((one) => one.standing === "waiting").length;
  const openHelp = () => {
    if (help.current?.open === false) help.current.showModal();
  };
  const freeze = () => {
    const stage = desk.view.peek().stage;
    if (stage !== undefined && desk.isLive.peek() && desk.may("set-stage"))
      desk.ask(stageWish({ ...stage, frozen: !stage.frozen }));
  };
  useShortcuts({ "?": openHelp, f: freeze });
  return (
    <div class="desk">
      <header class="desk__head">
        <RehearsalBand event={event} />
        <h1>
          <bdi>{event?.title ?? code}</bdi>
        </h1>
        <p class="desk__code">
          <bdi>{code}</bdi>
        </p>
        <ConnectionWord state={desk.link.value} word={t(`link.${desk.link.value}`)} />
        <label class="desk__language">
          <span class="visually-hidden">{t("desk.language")}</span>
          <select value={language.value} onChange={(change) => void setLanguage(change.currentTarget.value)}>
            {languages().map((tag) => (
              <option key={tag} value={tag} lang={tag}>
                {nameOf(tag)}
              </option>
            ))}
          </select>
        </label>
        <Button rank="quiet" onClick={openHelp}>
          {t("help.open")}
        </Button>
      </header>
      <nav class="desk__nav" aria-label={t("desk.sections")}>
        {desk.may("show") || !desk.may("translate") ? (
          <a href="#queue">
            {t("queue.title")} <span class="tabs__count">{waiting}</span>
          </a>
        ) : (
          <a href="#translations">{t("translate.title")}</a>
        )}
        <a href="#prompts">{t("prompts.title")}</a>
        {desk.may("set-stage") && <a href="#stage">{t("stage.title")}</a>}
        <a href="#instruments">{t("instruments.title")}</a>
        {desk.may("show") && <a href="#keeping">{t("reports.title")}</a>}
      </nav>
      {!desk.isLive.value && (
        <p class="desk__down" role="alert">
          {t(desk.ending.value === undefined ? "desk.down" : `closed.${desk.ending.value}`)}
        </p>
      )}
      <main class="desk__main">
        {event === undefined ? (
          desk.ending.value === undefined && <p class="panel__empty">{t("desk.connecting")}</p>
        ) : (
          <>
            <div class="desk__column">
              {event.archive && (
                <p>
                  <a href={`/e/${encodeURIComponent(code)}/report`}>{t("archive.report")}</a>
                </p>
              )}
              {desk.role.value !== "moderator" && (
                <p class="desk__role">{t("role.you", { role: t(`role.${desk.role.value}`) })}</p>
              )}
              {desk.may("show") ? (
                <>
                  <FirstSteps desk={desk} />
                  <Queue desk={desk} />
                  <Bans desk={desk} />
                  <Translations desk={desk} />
                </>
              ) : desk.may("translate") ? (
                <Translations desk={desk} isOpen />
              ) : (
                <ShownStatements desk={desk} />
              )}
            </div>
            <div class="desk__column">
              {desk.may("open-prompt") ? <RunOfShow desk={desk} /> : <Prompts desk={desk} />}
              {desk.may("begin-item") && <Items desk={desk} />}
              {desk.may("announce") && <Announce desk={desk} />}
            </div>
            <div class="desk__column">
              {desk.may("set-stage") && <StageControl desk={desk} join={join} code={code} />}
              <Instruments desk={desk} join={join} code={code} />
            </div>
            <div class="desk__setup">
              {desk.may("show") && <KeepingPanel desk={desk} code={code} />}
              {desk.may("set-level") && <Levels desk={desk} code={code} />}
              {desk.may("list-word") && <Words desk={desk} />}
              {desk.may("make-link") && <RoleLinks desk={desk} code={code} />}
              {desk.may("make-link") && <RehearsalPanel code={code} secret={desk.key} />}
            </div>
          </>
        )}
      </main>
      <RefusalToast desk={desk} />
      <Announcer />
      <Help dialog={help} />
    </div>
  );
};
