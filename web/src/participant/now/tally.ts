import type { Tally } from "../../view/maps";
import type { StatementView } from "../../wire/messages";
import type { Phone } from "../phone";

/** How everybody has answered; undefined where the owner may not see it: not revealed, or not voted on by them yet. */
export const tallyOf = (phone: Phone, { id, prompt }: StatementView): Tally | undefined => {
  const { prompts, maps } = phone.view.value;
  if (prompts.get(prompt)?.results !== true || !phone.votes.value.has(id)) return undefined;
  return maps.get(prompt)?.findings?.results.get(id)?.tally;
};
