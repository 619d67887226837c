import { happeningInWords } from "../../ui/scenes/Happenings";
import { clockTime } from "../clock";
import { t } from "../later-words";
import { happenedIn } from "./happened";

/** What befell the groups of late: a map that changes without a word is not believed. */
export const HappenedList = ({ prompt }: { prompt: string }) => {
  const happened = happenedIn(prompt);
  if (happened.length === 0) return null;
  return (
    <section class="happened">
      <h3>{t("room.happened")}</h3>
      <ul>
        {happened.map(({ at_ms, happening }) => (
          <li key={`${at_ms} ${happening.kind} ${happening.group}`}>
            <time dateTime={new Date(at_ms).toISOString()}>{clockTime(at_ms)}</time> {happeningInWords(happening)}
          </li>
        ))}
      </ul>
    </section>
  );
};
