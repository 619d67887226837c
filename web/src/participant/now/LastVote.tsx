import { Button } from "../../ui/button/Button";
import { ChoiceSign } from "../../ui/choices/ChoiceSign";
import type { Cards } from "../cards";
import type { Phone } from "../phone";
import { t } from "../words";

interface Props {
  phone: Phone;
  cards: Cards;
  onBack: () => void;
}

/** The vote just cast, whether it is counted yet, and the way back to it. */
export const LastVote = ({ phone, cards, onBack }: Props) => {
  const last = cards.last.value;
  const vote = last && phone.votes.value.get(last.id);
  if (vote === undefined) return null;
  return (
    <div class="last-vote">
      <p>
        <ChoiceSign choice={vote.choice} />
        <span>
          {t(`vote.${vote.choice}`)} ·{" "}
          <span class="quiet">{t(vote.isCounted ? "vote.counted" : "vote.on-this-phone")}</span>
        </span>
      </p>
      <Button rank="quiet" onClick={onBack}>
        {t("card.change")}
      </Button>
    </div>
  );
};
