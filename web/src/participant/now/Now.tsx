import { EmptyState } from "../../ui/empty/EmptyState";
import type { Cards } from "../cards";
import type { Phone } from "../phone";
import { partsAtHand } from "../fetching";
import { asRead } from "../reading";
import { more, t } from "../words";
import { StatementCard } from "./StatementCard";
import { Translated } from "./Translated";
import { Write } from "./Write";

interface Props {
  phone: Phone;
  cards: Cards;
}

/** What is to do now: the open prompt, one statement of it, and room for one's own. */
export const Now = ({ phone, cards }: Props) => {
  const prompt = cards.prompt.value;
  const { NextPrompt, Reading, Refusals, asItCame } = partsAtHand() ?? {};
  if (prompt === undefined)
    return (
      <EmptyState heading={t("now.waiting")}>
        {NextPrompt ? <NextPrompt phone={phone} /> : <p>{t("now.waiting-more")}</p>}
      </EmptyState>
    );
  const isOpen = prompt.phase === "open";
  const { unproven } = phone.view.value.you;
  const written = asItCame?.(cards, prompt) ?? prompt;
  return (
    <div class="now">
      <div class="prompt">
        <h2 class="prompt__text" dir="auto" lang={asRead(written).language}>
          {asRead(written).text}
        </h2>
        {isOpen && <Translated written={written} />}
      </div>
      {unproven ? (
        Reading && <Reading phone={phone} prompt={prompt} />
      ) : isOpen ? (
        <StatementCard phone={phone} cards={cards} prompt={prompt} />
      ) : (
        <EmptyState heading={t("now.closed")}>
          <p>{more("now.closed-more")}</p>
        </EmptyState>
      )}
      {Refusals && <Refusals phone={phone} />}
      {isOpen &&
        !unproven &&
        (prompt.submit ? (
          <Write key={prompt.id} phone={phone} cards={cards} prompt={prompt} />
        ) : (
          <p class="quiet">{t("write.off")}</p>
        ))}
    </div>
  );
};
