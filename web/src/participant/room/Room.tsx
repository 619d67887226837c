import { signal } from "@preact/signals";

import { NO_GROUP } from "../../view/view";
import type { Cards } from "../cards";
import { MapInWords } from "../../ui/map/MapInWords";
import { OpinionMap } from "../../ui/map/OpinionMap";
import type { Phone } from "../phone";
import { PromptTabs } from "../PromptTabs";
import { asRead } from "../reading";
import { t } from "../later-words";
import { Findings } from "./Findings";
import { Groups } from "./Groups";
import { HappenedList } from "./HappenedList";
import { Changed, Slate } from "./Slate";
import { Venues } from "./Venues";
import "./room.css";

interface Props {
  phone: Phone;
  cards: Cards;
}

const looked = signal("");

/** What the room thinks: the opinion map, its groups, and, once revealed, what the votes say. */
export const Room = ({ phone, cards }: Props) => {
  const { prompts, statements, maps, ownDot, event } = phone.view.value;
  const venues = event?.venues ?? [];
  const prompt = prompts.get(looked.value) ?? cards.prompt.value ?? [...prompts.values()].at(-1);
  const held = prompt && maps.get(prompt.id);
  // A map from before the moderator hid the results again still holds them.
  const map = held && (prompt.results ? held : { ...held, findings: undefined });
  const dot = prompt && ownDot.get(prompt.id);
  const maySee = (id: string) => prompt?.phase !== "open" || !prompt.vote || phone.votes.value.has(id);
  return (
    <div class="room">
      <h2 class="visually-hidden">{t("room.title")}</h2>
      {prompt === undefined && <p class="quiet">{t("room.no-prompts")}</p>}
      {prompt && (
        <div class="prompt">
          <PromptTabs
            prompts={[...prompts.values()]}
            shown={prompt}
            label={t("room.prompt")}
            onChoose={(id) => (looked.value = id)}
          />
          <p class="prompt__text" dir="auto" lang={asRead(prompt).language}>
            {asRead(prompt).text}
          </p>
        </div>
      )}
      {map ? (
        <>
          <div class="room__map">
            <OpinionMap map={map} ownDot={dot?.dot} label={t("room.map")} />
          </div>
          <details class="room__words">
            <summary>{t("map.words.title")}</summary>
            <MapInWords map={map} ownDot={dot?.dot} />
          </details>
          <p class="quiet">
            {t("room.map-how")} {t("room.rests-on", { n: map.votes })}
          </p>
          <h3>{t("room.groups")}</h3>
          <Groups
            map={map}
            own={dot === undefined ? NO_GROUP : (map.groups[dot.dot] ?? NO_GROUP)}
            statements={statements}
          />
          <HappenedList prompt={map.prompt} />
          <Findings map={map} statements={statements} venues={venues} maySee={maySee} />
          <Slate map={map} statements={statements} maySee={maySee} />
          <Changed map={map} statements={statements} maySee={maySee} />
          <Venues map={map} statements={statements} venues={venues} maySee={maySee} />
        </>
      ) : (
        prompt && <p class="quiet">{t("room.no-map")}</p>
      )}
      <p class="room__foot quiet">{t("not-an-election")}</p>
    </div>
  );
};
