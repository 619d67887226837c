import { signal } from "@preact/signals";

import { language } from "../text";
import type { Reading, StatementView, TranslationView } from "../wire/messages";

/** The statements that the owner wants to read as they were written. */
const inOriginal = signal<ReadonlySet<string>>(new Set());

/** The translation into the page's language, where there is one and the statement is not in it anyway. */
export const translationOf = ({ language: written, translations }: StatementView): TranslationView | undefined => {
  const mine = (tag: string) => tag.split("-")[0] === language.value;
  return mine(written) ? undefined : translations.find((one) => mine(one.language));
};

/** The statement's text as the owner reads it, and the language that it is then in. */
export const asRead = (statement: StatementView): { readonly text: string; readonly language: string } =>
  (readsOriginal(statement) ? undefined : translationOf(statement)) ?? statement;

export const readsOriginal = ({ id }: StatementView): boolean => inOriginal.value.has(id);

/** Goes from the translation to the original, or back. */
export const turnOver = ({ id }: StatementView): void => {
  const now = new Set(inOriginal.value);
  if (!now.delete(id)) now.add(id);
  inOriginal.value = now;
};

/** In which translation the owner reads the statement; undefined for the original. */
export const readingOf = (statement: StatementView): Reading | undefined => {
  const translation = readsOriginal(statement) ? undefined : translationOf(statement);
  return translation && { language: translation.language, version: translation.version };
};
