import { useRef } from "preact/hooks";

import { t } from "../../text";
import type { MapState, StatementResult } from "../../view/maps";
import { GroupMark } from "../map/GroupMark";
import { useFittingText } from "./fitting";
import { PromptLine } from "./PromptLine";
import type { Showing } from "./showing";
import { TallyBar, TallyKey } from "./TallyBar";
import { MOST_TRANSLATIONS, sizeTogether } from "./type-size";

/** One statement, in its own language and others that it has been put into, and how each group answered once that may be known. */
export const StatementScene = ({ showing: { prompt, statement, map } }: { showing: Showing }) => {
  const quote = useRef<HTMLQuoteElement>(null);
  useFittingText(quote);
  if (statement === undefined) return <p class="scene too-early">{t("statement.gone")}</p>;
  const translations = statement.translations.slice(0, MOST_TRANSLATIONS);
  const mayBeKnown = prompt === undefined || prompt.results || prompt.phase === "closed";
  const result = map?.findings?.results.get(statement.id);
  return (
    <section class="scene scene--statement">
      {prompt && <PromptLine prompt={prompt} />}
      <h1 class="visually-hidden">{t("statement.number", { n: statement.number })}</h1>
      <blockquote ref={quote} style={{ "--size": sizeTogether([statement, ...translations].map(({ text }) => text)) }}>
        {[statement, ...translations].map(({ language, text }) => (
          <p key={language} dir="auto" lang={language}>
            {text}
          </p>
        ))}
        <footer>
          <span>{t("statement.number", { n: statement.number })}</span>
          {" · "}
          <span>{t(`origin.${statement.origin}`)}</span>
        </footer>
      </blockquote>
      {mayBeKnown && result && map ? (
        <Answers result={result} map={map} />
      ) : (
        <p class="scene-statement__hidden">{t(mayBeKnown ? "statement.no-result" : "statement.hidden")}</p>
      )}
    </section>
  );
};

const Answers = ({ result, map }: { result: StatementResult; map: MapState }) => (
  <>
    <ul class="answers">
      <li>
        <p class="answers__who">{t("findings.everybody")}</p>
        <TallyBar tally={result.tally} />
      </li>
      {map.groupsList.map(({ label }, index) => {
        const tally = result.by_group[index];
        return (
          tally && (
            <li key={label}>
              <p class="answers__who">
                <GroupMark group={label} /> {t("findings.group", { label })}
              </p>
              <TallyBar tally={tally} />
            </li>
          )
        );
      })}
    </ul>
    <TallyKey results={[result]} />
  </>
);
