import { localStorageOrMemory } from "../link/identity";
import { language, languages, nameOf, setLanguage } from "../text";
import { t } from "./words";

const kept = localStorageOrMemory();
const CHOSEN = "plenary/language";

/** The language that was chosen on this phone, if any. */
export const chosenLanguage = (): readonly string[] => {
  const chosen = kept.get(CHOSEN);
  return chosen === undefined ? [] : [chosen];
};

/** The languages of the page, each in its own words. */
export const LanguageSwitch = () => (
  <fieldset class="language-switch">
    <legend class="visually-hidden">{t("language.label")}</legend>
    {languages().map((tag) => (
      <button
        key={tag}
        type="button"
        lang={tag}
        aria-pressed={tag === language.value}
        onClick={() => {
          kept.set(CHOSEN, tag);
          void setLanguage(tag);
        }}
      >
        {nameOf(tag)}
      </button>
    ))}
  </fieldset>
);
