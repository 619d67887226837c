import { useLayoutEffect } from "preact/hooks";

import { language, languages, nameOf, setLanguage } from "../text";
import type { Example } from "../ui/example";
import { COLOURS, colour, colours } from "./colours";
import { direction, DIRECTIONS, wished } from "./direction";
import type { Component, Shelf } from "./examples";
import { Framed } from "./Framed";
import { type ShelfName, shelfNames } from "./shelves";

interface Props {
  /** Which shelf it is. */
  name: ShelfName;
  shelf: Shelf;
}

/**
 * Every component of `ui`, or every part of one page, in every state that looks different. The page's own words are English
 * in whatever language the components are: names of folders and states, for those who build the pages.
 */
export const ComponentsPage = ({ name, shelf }: Props) => (
  <>
    <header class="components-head" lang="en" dir="ltr">
      <h1>Components</h1>
      <nav aria-label="Shelves">
        <ul>
          {shelfNames.map((one) => (
            <li key={one}>
              <a href={one === "ui" ? "?" : `?of=${one}`} aria-current={one === name ? "page" : undefined}>
                {one === "ui" ? "of all pages" : `of the ${one}'s page`}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Switches />
      <nav aria-label="Components">
        <ul>
          {shelf.components.map((one) => (
            <li key={one.name}>
              <a href={`#${one.name}`}>{one.name}</a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
    <main class="components">
      {shelf.components.map((component) => (
        <OneComponent key={component.name} {...component} />
      ))}
    </main>
  </>
);

const Switches = () => {
  const [wanted, writing] = [colours.value, direction.value];
  useLayoutEffect(() => colour(document, wanted), [wanted]);
  useLayoutEffect(() => void (document.documentElement.dir = writing), [writing, language.value]);

  return (
    <div class="components-switches">
      <label>
        Language{" "}
        <select value={language.value} onChange={(event) => void setLanguage(event.currentTarget.value)}>
          {languages().map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {nameOf(tag)}
            </option>
          ))}
        </select>
      </label>
      <Switch legend="Colours" all={COLOURS} chosen={wanted} onChoose={(one) => (colours.value = one)} />
      <Switch legend="Direction" all={DIRECTIONS} chosen={wished.value} onChoose={(one) => (wished.value = one)} />
    </div>
  );
};

interface SwitchProps<One extends string> {
  legend: string;
  all: readonly One[];
  chosen: One;
  onChoose: (one: One) => void;
}

const Switch = <One extends string>({ legend, all, chosen, onChoose }: SwitchProps<One>) => (
  <fieldset>
    <legend>{legend}</legend>
    {all.map((one) => (
      <label key={one}>
        <input type="radio" name={legend} checked={one === chosen} onChange={() => onChoose(one)} /> {one}
      </label>
    ))}
  </fieldset>
);

const OneComponent = ({ name, examples }: Component) => (
  <section class="component" aria-labelledby={name} data-component={name}>
    <h2 id={name} lang="en">
      {name}
    </h2>
    <div class="component__examples">
      {examples.map((example) => (
        <OneExample key={example.name} {...example} />
      ))}
    </div>
  </section>
);

// No heading names an example: those in it, which it has on its own page, go on from the component's.
const OneExample = ({ name, Draw, frame }: Example) => (
  <figure class="example" data-frame={frame ?? "none"}>
    <figcaption lang="en">{name}</figcaption>
    <div class="example__frame">
      {frame === undefined || frame === "picture" || frame === "map" ? <Draw /> : <Framed name={name} Draw={Draw} size={frame} />}
    </div>
  </figure>
);
