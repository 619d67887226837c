import type { PromptView } from "../../wire/messages";
import type { Phone } from "../phone";
import { minutesUntil } from "../clock";
import { t } from "../later-words";
import "./deadlines.css";

/** Deadlines further off than this are nobody's hurry. */
const SOON_MINUTES = 30;

/** How long the prompt still takes statements and votes, once that is soon. */
export const Deadlines = ({ phone, prompt }: { phone: Phone; prompt: PromptView }) => {
  const { submit_closes_ms, closes_ms } = prompt.plan;
  const submits = prompt.submit ? minutesUntil(phone, submit_closes_ms) : undefined;
  const closes = minutesUntil(phone, closes_ms);
  if (closes !== undefined && closes <= SOON_MINUTES)
    return <p class="deadline">{closes === 0 ? t("now.closes-soon") : t("now.closes-in", { n: closes })}</p>;
  if (submits !== undefined && submits > 0 && submits <= SOON_MINUTES)
    return <p class="deadline">{t("now.submit-closes-in", { n: submits })}</p>;
  return null;
};
