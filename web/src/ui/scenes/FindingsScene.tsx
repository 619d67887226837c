import { t } from "../../text";
import type { StatementResult } from "../../view/maps";
import type { OpinionGroup, StatementView } from "../../wire/messages";
import { GroupMark } from "../map/GroupMark";
import { PromptLine } from "./PromptLine";
import type { Showing } from "./showing";
import { TallyBar, TallyKey } from "./TallyBar";
import { TooEarly } from "./TooEarly";
import { useFitting } from "./fitting";
import { sizeInList } from "./type-size";
import { reasonInWords } from "./why";

/** More cannot be read from the last row. */
const MOST = 4;

const LISTS = { "common-ground": "common_ground", "fault-lines": "fault_lines", discuss: "discuss" } as const;

interface Props {
  showing: Showing;
  list: keyof typeof LISTS;
}

/**
 * What every group agrees on, what divides the groups, or what is open. Beside each statement stand everybody's answers, also of
 * those in no group, and then each group's.
 */
export const FindingsScene = ({ showing, list }: Props) => {
  const { map, prompt, statements, event } = showing;
  const ids = map?.findings?.[LISTS[list]] ?? [];
  const rows = ids.flatMap((id, place) => {
    const statement = statements.get(id);
    const result = map?.findings?.results.get(id);
    const reason = list === "discuss" ? map?.findings?.reasons[place] : undefined;
    return statement && result ? [{ statement, result, why: reason && reasonInWords(reason, event.venues) }] : [];
  });
  const shown = rows.slice(0, MOST);
  return (
    <section class="scene scene--findings">
      {prompt && <PromptLine prompt={prompt} />}
      <div class="scene__heading">
        <h1 class="scene__title">{t(`scene.${list}`)}</h1>
        {shown.length > 0 && <TallyKey results={shown.map(({ result }) => result)} />}
      </div>
      {shown.length === 0 ? (
        list === "discuss" && map !== undefined && map.groupsList.length > 0 ? (
          <p class="scene__nothing">{t("discuss.none")}</p>
        ) : (
          <TooEarly notes={map?.notes ?? []} />
        )
      ) : (
        <FindingsTable rows={shown} groups={map?.groupsList ?? []} list={list} />
      )}
    </section>
  );
};

interface TableProps {
  rows: readonly { statement: StatementView; result: StatementResult; why: string | undefined }[];
  groups: readonly OpinionGroup[];
  list: Props["list"];
}

const FindingsTable = ({ rows, groups, list }: TableProps) => {
  const texts = rows.flatMap(({ statement, why = "" }) => [statement.text, why]);
  const table = useFitting<HTMLTableElement>(sizeInList(texts.filter((text) => text !== "")), `${groups.length} ${texts.join()}`);
  return (
    <table class="findings" ref={table}>
      <thead>
        <tr>
          <th scope="col" class="findings__statement">
            <span class="visually-hidden">{t("findings.statement")}</span>
          </th>
          <th scope="col">{t("findings.everybody")}</th>
          {groups.map(({ label }) => (
            <th scope="col" key={label}>
              <GroupMark group={label} />{" "}
              <span class={groups.length > 3 ? "visually-hidden" : ""}>{t("findings.group", { label })}</span>
              {groups.length > 3 && <span aria-hidden="true">{label}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ statement, result, why }) => (
          <tr key={statement.id}>
            <th scope="row" class="findings__statement">
              {list === "common-ground" && result.consensus_on === "disagree" && (
                <span class="findings__side">{t("findings.all-disagree")}</span>
              )}
              <span class="findings__text" dir="auto" lang={statement.language}>
                {statement.text}
              </span>
              {why && <span class="findings__why">{why}</span>}
            </th>
            {[result.tally, ...result.by_group.slice(0, groups.length)].map((tally, index) => (
              <td key={index}>
                <TallyBar tally={tally} compact={groups.length > 3} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
