import type { ComponentChildren } from "preact";

import type { StatementView } from "../../wire/messages";
import { PromptLine } from "./PromptLine";
import type { Showing } from "./showing";
import { TooEarly } from "./TooEarly";
import { useFitting } from "./fitting";
import { sizeInList } from "./type-size";

/** More cannot be read from the last row. */
const MOST = 4;

interface Props<Item> {
  showing: Showing;
  title: string;
  items: readonly Item[];
  /** What stands there when there is a map and nothing to list. */
  nothing: string;
  /** Under the statement's words. */
  draw: (item: Item) => ComponentChildren;
}

/** Statements one below the other, each with what was found of it. */
export const ListScene = <Item extends { readonly statement: string }>(props: Props<Item>) => {
  const { prompt, map, statements } = props.showing;
  const rows = props.items
    .flatMap((item): { item: Item; statement: StatementView }[] => {
      const statement = statements.get(item.statement);
      return statement ? [{ item, statement }] : [];
    })
    .slice(0, MOST);
  const texts = rows.map(({ statement }) => statement.text);
  const list = useFitting<HTMLOListElement>(sizeInList(texts), texts.join());
  return (
    <section class="scene scene--findings">
      {prompt && <PromptLine prompt={prompt} />}
      <div class="scene__heading">
        <h1 class="scene__title">{props.title}</h1>
      </div>
      {map === undefined ? (
        <TooEarly notes={[]} />
      ) : rows.length === 0 ? (
        <p class="scene__nothing">{props.nothing}</p>
      ) : (
        <ol class="shifts" ref={list}>
          {rows.map(({ item, statement }, place) => (
            <li key={place}>
              <p class="findings__text" dir="auto" lang={statement.language}>
                {statement.text}
              </p>
              {props.draw(item)}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};
