import { GroupMark } from "../../ui/map/GroupMark";
import { answersInWords, isTold, otherSide } from "../../ui/scenes/answers";
import { reasonInWords } from "../../ui/scenes/why";
import { reasonFor } from "../../view/notes";
import type { MapState } from "../../view/view";
import type { StatementResult, Tally } from "../../view/maps";
import type { StatementView, Venue } from "../../wire/messages";
import { t } from "../later-words";
import { asRead } from "../reading";

interface Props {
  map: MapState;
  statements: ReadonlyMap<string, StatementView>;
  venues: readonly Venue[];
  /** Whether the owner may see how others answered the statement: where it can still be voted on, after their own vote. */
  maySee: (statement: string) => boolean;
}

const LISTS = [
  ["common_ground", "room.common-ground", "room.common-ground-what"],
  ["fault_lines", "room.fault-lines", "room.fault-lines-what"],
  ["discuss", "room.discuss", "room.discuss-what"],
] as const;

/** How many statements of a list a phone shows. */
const MOST = 5;

/** What the votes say, once the moderator has revealed it. Every statement shows every group's answer, dissent too. */
export const Findings = ({ map, statements, venues, maySee }: Props) => {
  const { findings } = map;
  if (findings === undefined) return <p class="notice">{t("room.hidden")}</p>;
  if (LISTS.every(([list]) => findings[list].length === 0)) {
    return (
      <p class="notice">
        <strong>{t("too-early.lead")}</strong> {t(`too-early.${reasonFor(map.notes)}`)}
      </p>
    );
  }
  return LISTS.map(([list, title, what]) => (
    <section key={list} class="findings">
      <h3>{t(title)}</h3>
      <p class="quiet">{t(what)}</p>
      <ol>
        {findings[list].slice(0, MOST).map((id, place) => {
          const statement = statements.get(id);
          const reason = list === "discuss" ? findings.reasons[place] : undefined;
          return (
            statement && (
              <li key={id}>
                <p class="voice" dir="auto" lang={asRead(statement).language}>
                  {asRead(statement).text}
                </p>
                {reason && maySee(id) && <p class="quiet">{reasonInWords(reason, venues)}</p>}
                {maySee(id) ? <Answers map={map} result={findings.results.get(id)} /> : <p class="quiet">{t("room.vote-first")}</p>}
              </li>
            )
          );
        })}
      </ol>
      {findings[list].length === 0 && <p class="quiet">{t("room.none")}</p>}
    </section>
  ));
};

/** The numbers; beside or instead of them which way most go, where the list counts otherwise or numbers are not told. */
const InWords = ({ tally }: { tally: Tally }) => {
  const { leaning } = tally;
  if (leaning && !isTold(tally)) return <span>{t(`leaning.${leaning}`)}</span>;
  const counted = otherSide(tally, leaning);
  return (
    <span>
      {answersInWords(tally)}
      {counted && <span class="answers__once">{t(`once.${counted}`)}</span>}
    </span>
  );
};

const Answers = ({ map, result }: { map: MapState; result: StatementResult | undefined }) => (
  <ul class="answers">
    {result?.by_group.map((tally, place) => {
      const label = map.groupsList[place]?.label ?? "";
      return (
        <li key={label}>
          <span class="groups__mark">
            <GroupMark group={label} />
          </span>
          <bdi>{label}</bdi>
          <InWords tally={tally} />
        </li>
      );
    })}
  </ul>
);
