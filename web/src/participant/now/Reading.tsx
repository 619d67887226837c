import type { PromptView } from "../../wire/messages";
import { t } from "../later-words";
import type { Phone } from "../phone";
import { asRead } from "../reading";
import { Deadlines } from "./Deadlines";

/** In place of the cards where the event asks for a proof that this device has not shown: everything to read, and how to vote. */
export const Reading = ({ phone, prompt }: { phone: Phone; prompt: PromptView }) => {
  const { event, statements } = phone.view.value;
  const level = event?.level;
  const here = [...statements.values()].filter((one) => one.prompt === prompt.id && one.into === null);
  return (
    <>
      {level && level !== "device" && (
        <div class="notice">
          <p>{t(`level.how.${level}`)}</p>
          <a class="button button--main" href={`/e/${encodeURIComponent(phone.code)}/prove`}>
            {t("level.do")}
          </a>
        </div>
      )}
      <Deadlines phone={phone} prompt={prompt} />
      {here.length === 0 && <p class="quiet">{t("level.none")}</p>}
      <ul class="reading">
        {here.map((statement) => (
          <li key={statement.id} class="voice" dir="auto" lang={asRead(statement).language}>
            {asRead(statement).text}
          </li>
        ))}
      </ul>
    </>
  );
};
