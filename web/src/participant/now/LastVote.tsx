import { Button } from "../../ui/button/Button";
import { ChoiceSign } from "../../ui/choices/ChoiceSign";
import type { Cards } from "../cards";
import { partsAtHand } from "../fetching";
import type { Phone } from "../phone";
import { t } from "../words";
import { whereItIs } from "./where";

interface Props {
  phone: Phone;
  cards: Cards;
  onBack: () => void;
  onUndo: () => void;
}

/** The vote just cast, whether it is counted yet, what others answered where that may be seen, and the way back. */
export const LastVote = ({ phone, cards, onBack, onUndo }: Props) => {
  const last = cards.last.value;
  const vote = last && phone.votes.value.get(last.id);
  if (last === undefined || vote === undefined) return null;
  const { PassReasons, tallyOf } = partsAtHand() ?? {};
  const tally = tallyOf?.(phone, last);
  return (
    <div class="last-vote" data-statement={last.id}>
      <div class="last-vote__line" key={last.id}>
        <p>
          <ChoiceSign choice={vote.choice} />
          <span>
            {t(`vote.${vote.choice}`)} · <span class="quiet">{whereItIs(phone, vote)}</span>
          </span>
        </p>
        {cards.undoable.value === last.id ? (
          <Button rank="quiet" onClick={onUndo}>
            {t("card.undo")}
          </Button>
        ) : (
          <Button rank="quiet" onClick={onBack}>
            {t("card.change")}
          </Button>
        )}
      </div>
      {tally && <p class="quiet">{tally}</p>}
      {vote.choice === "pass" && PassReasons && (
        <PassReasons mine={vote.reason} onChoose={(reason) => phone.vote(last.id, "pass", reason)} />
      )}
    </div>
  );
};
