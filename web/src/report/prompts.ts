/** In which words a prompt stands in the report: in the reader's language, if somebody has put it into that. */

import { language } from "../text";
import { isReadIn } from "../text/tags";
import type { Prompt, Report } from "./report";

export interface Wording {
  language: string;
  text: string;
}

/** The prompt in the reader's language, or else as it was asked; then all its other wordings, the original first. */
export const wordingsOf = (prompt: Prompt, report: Report): readonly [Wording, ...Wording[]] => {
  const original = { language: report.event.language, text: prompt.text };
  const others = (prompt.translations ?? []).map(([tag, text]): Wording => ({ language: tag, text }));
  const read = [original, ...others].find((one) => isReadIn(one.language, language.value));
  return [read ?? original, ...[original, ...others].filter((one) => one !== (read ?? original))];
};
