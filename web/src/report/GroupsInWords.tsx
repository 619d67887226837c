import { GroupMark } from "../ui/map/GroupMark";
import type { Prompt } from "./report";
import { percent, t } from "./words";

/** Who stands together and what is typical of them, the smallest group as fully as the largest. */
export const GroupsInWords = ({ prompt }: { prompt: Prompt }) => {
  const { groups, ungrouped, people, notes } = prompt.result;
  const texts = new Map(prompt.statements.map((statement) => [statement.number, statement]));
  return (
    <>
      {notes.includes("spectrum") && <p class="notice">{t("groups.spectrum")}</p>}
      <ul class="groups">
        {groups.map(({ label, size, own }) => (
          <li key={label} class="group">
            <h4>
              <span class="mark">
                <GroupMark group={label} />
              </span>
              <bdi>{t("group", { label })}</bdi>
              <span class="group__size">{t("group.size", { n: size, share: percent(size / Math.max(people, 1)) })}</span>
            </h4>
            {own.length === 0 ? (
              <p class="quiet">{t("group.nothing")}</p>
            ) : (
              <>
                <p class="quiet">{t("group.stands-out")}</p>
                <ul class="typical">
                  {own.map(({ statement, answer, share, others }) => {
                    const about = texts.get(statement);
                    return (
                      <li key={statement}>
                        <span class={`answer answer--${answer}`}>{t(`group.${answer}s`, { share: percent(share) })}</span>{" "}
                        <a href={`#s${statement}`} class="voice" dir="auto" lang={about?.language}>
                          {about?.text}
                        </a>{" "}
                        <span class="quiet">
                          {groups.length > 1 && t("group.others", { share: percent(others) })}
                        </span>
                      </li>
                    );
                  })}
                </ul>
              </>
            )}
          </li>
        ))}
      </ul>
      {ungrouped > 0 && <p class="quiet">{t("groups.ungrouped", { n: ungrouped })}</p>}
    </>
  );
};
