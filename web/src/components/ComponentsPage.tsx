import { useLayoutEffect, useState } from "preact/hooks";

import { language, languages, nameOf, setLanguage } from "../text";
import type { Example } from "../ui/example";
import { COLOURS, setColours, type Colours } from "./colours";
import { COMPONENTS, type Component } from "./examples";

const DIRECTIONS = ["of the language", "ltr", "rtl"] as const;
type Direction = (typeof DIRECTIONS)[number];

/**
 * Every component of `ui` in every state that looks different. The page's own words are English in whatever language
 * the components are: names of folders and states, for those who build the pages.
 */
export const ComponentsPage = () => (
  <>
    <header class="components-head" lang="en" dir="ltr">
      <h1>Components</h1>
      <Switches />
      <nav aria-label="Components">
        <ul>
          {COMPONENTS.map(({ name }) => (
            <li key={name}>
              <a href={`#${name}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
    <main class="components">
      {COMPONENTS.map((component) => (
        <OneComponent key={component.name} {...component} />
      ))}
    </main>
  </>
);

const Switches = () => {
  const [colours, chooseColours] = useState<Colours>("device");
  const [direction, setDirection] = useState<Direction>("of the language");
  const shown = language.value;

  useLayoutEffect(() => setColours(colours), [colours]);
  useLayoutEffect(() => {
    const own = new Intl.Locale(shown).language === "ar" ? "rtl" : "ltr";
    document.documentElement.dir = direction === "of the language" ? own : direction;
  }, [direction, shown]);

  return (
    <div class="components-switches">
      <label>
        Language{" "}
        <select value={shown} onChange={(event) => void setLanguage(event.currentTarget.value)}>
          {languages().map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {nameOf(tag)}
            </option>
          ))}
        </select>
      </label>
      <Switch legend="Colours" all={COLOURS} chosen={colours} onChoose={chooseColours} />
      <Switch legend="Direction" all={DIRECTIONS} chosen={direction} onChoose={setDirection} />
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
      <Draw />
    </div>
  </figure>
);
