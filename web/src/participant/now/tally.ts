import { answersInWords, isTold } from "../../ui/scenes/answers";
import { t } from "../later-words";
import type { Phone } from "../phone";

/** How everybody has answered so far; empty where that is not shown, or too few have answered to tell. */
export const tallyOf = (phone: Phone, { id, prompt }: { id: string; prompt: string }): string => {
  const { prompts, maps } = phone.view.value;
  const tally = maps.get(prompt)?.findings?.results.get(id)?.tally;
  if (!prompts.get(prompt)?.results || !tally || !isTold(tally)) return "";
  return t("vote.tally", { answers: answersInWords(tally) });
};
