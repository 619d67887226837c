import { signal } from "@preact/signals";

import { language } from "../text";
import { isReadIn } from "../text/tags";
import type { PromptView, Reading, StatementView, TranslationView } from "../wire/messages";

/** What is read in more than one language. */
export type Written = StatementView | PromptView;

/** What the owner wants to read as it was written. */
const inOriginal = signal<ReadonlySet<string>>(new Set());

/** The translation into the page's language, where there is one and the text is not in it anyway. */
export const translationOf = ({ language: written, translations }: Written): TranslationView | undefined => {
  const isMine = (tag: string) => isReadIn(tag, language.value);
  return isMine(written) ? undefined : translations.find((one) => isMine(one.language));
};

/** The text as the owner reads it, and the language that it is then in. */
export const asRead = (written: Written): { readonly text: string; readonly language: string } =>
  (readsOriginal(written) ? undefined : translationOf(written)) ?? written;

export const readsOriginal = ({ id }: Written): boolean => inOriginal.value.has(id);

/** Goes from the translation to the original, or back. */
export const turnOver = ({ id }: Written): void => {
  const now = new Set(inOriginal.value);
  if (!now.delete(id)) now.add(id);
  inOriginal.value = now;
};

/** In which translation the owner reads the statement; undefined for the original. */
export const readingOf = (statement: StatementView): Reading | undefined => {
  const translation = readsOriginal(statement) ? undefined : translationOf(statement);
  return translation && { language: translation.language, version: translation.version };
};
