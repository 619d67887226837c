import { t } from "../../text";
import { PromptLine } from "./PromptLine";
import type { Showing } from "./showing";
import { TooEarly } from "./TooEarly";
import { useFitting } from "./fitting";
import { sizeInList } from "./type-size";

/** The few statements that together leave no large like-minded part of the people without one. */
export const SlateScene = ({ showing: { prompt, map, statements } }: { showing: Showing }) => {
  const rows = (map?.findings?.slate ?? []).flatMap((entry) => {
    const statement = statements.get(entry.statement);
    return statement ? [{ entry, statement }] : [];
  });
  const texts = rows.map(({ statement }) => statement.text);
  const list = useFitting<HTMLOListElement>(sizeInList(texts), texts.join());
  return (
    <section class="scene scene--findings">
      {prompt && <PromptLine prompt={prompt} />}
      <div class="scene__heading">
        <h1 class="scene__title">{t("scene.slate")}</h1>
      </div>
      {rows.length === 0 ? (
        <TooEarly notes={map?.notes ?? []} />
      ) : (
        <>
          <p class="scene__what">{t("slate.what")}</p>
          <ol class="voices" ref={list}>
            {rows.map(({ entry, statement }) => (
              <li key={statement.id}>
                <p class="findings__text" dir="auto" lang={statement.language}>
                  {statement.text}
                </p>
                <p class="voices__for">{t("slate.speaks-for", { n: entry.speaks_for })}</p>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
};
