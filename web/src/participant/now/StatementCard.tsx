import { useEffect, useRef } from "preact/hooks";

import { Button } from "../../ui/button/Button";
import { Choices } from "../../ui/choices/Choices";
import { EmptyState } from "../../ui/empty/EmptyState";
import type { Choice, PromptView } from "../../wire/messages";
import type { Cards } from "../cards";
import type { Phone } from "../phone";
import { partsAtHand } from "../fetching";
import { asRead, translationOf } from "../reading";
import { more, t } from "../words";
import { LastVote } from "./LastVote";
import { Translated } from "./Translated";

interface Props {
  phone: Phone;
  cards: Cards;
  prompt: PromptView;
}

/** Where a card or its text gives way to another by itself, a press within this time was meant for the one before. */
const UNREAD_MS = 500;

/** One statement at a time, the owner's vote on it, and the vote before. */
export const StatementCard = ({ phone, cards, prompt }: Props) => {
  const statement = cards.card.value;
  const front = statement && statement.id + translationOf(statement)?.version;
  const read = statement && asRead(statement);
  const { done, all } = cards.progress.value;
  const hasActed = useRef(false);
  const text = useRef<HTMLLegendElement>(null);
  const end = useRef<HTMLDivElement>(null);
  // Counts the cards and their texts, so that the style can let each come to rest; the buttons stay the same and keep the focus.
  const turn = useRef(0);
  const shown = useRef(front);
  const actedOn = useRef("");
  const cameAt_ms = useRef(-Infinity);
  if (shown.current !== front) {
    turn.current += 1;
    if (shown.current && shown.current !== actedOn.current) cameAt_ms.current = performance.now();
  }
  shown.current = front;

  // The next card is read out and the keys go on working; a card that comes by itself takes no focus.
  useEffect(() => {
    if (hasActed.current) (text.current ?? end.current)?.focus({ preventScroll: true });
    hasActed.current = false;
  }, [statement?.id]);

  const acting = (act: () => void) => () => {
    hasActed.current = true;
    actedOn.current = front ?? "";
    act();
  };
  const vote = (choice: Choice) => {
    if (performance.now() - cameAt_ms.current > UNREAD_MS) acting(() => cards.vote(choice))();
  };
  const parts = partsAtHand();
  const card = useRef<HTMLFieldSetElement>(null);
  useEffect(
    () => (card.current && prompt.vote ? parts?.swipeable(card.current, vote) : undefined),
    [parts, prompt.vote, statement?.id],
  );
  const mine = statement && phone.votes.value.get(statement.id);

  return (
    <section class="card-place">
      <div class={all > 0 && phone.view.value.place ? "progress" : "progress to-come"}>
        <progress value={done} max={all} aria-label={t("card.progress-label", { done, all })} />
        <span aria-hidden="true">{t("card.progress", { done, all })}</span>
        {parts && <parts.Deadlines phone={phone} prompt={prompt} />}
      </div>
      {statement ? (
        <fieldset
          ref={card}
          class="card"
          data-statement={statement.id}
          data-turn={turn.current % 2}
          onKeyDown={(event) => prompt.vote && voteByKey(event, vote)}
        >
          <legend class="card__statement" ref={text} tabIndex={-1} dir="auto" lang={read?.language}>
            {read?.text}
          </legend>
          <p class="card__origin">{t(`card.${statement.origin}`)}</p>
          <Choices
            mine={mine?.choice}
            words={{ agree: t("choice.agree"), disagree: t("choice.disagree"), pass: t("choice.pass") }}
            disabled={!prompt.vote}
            onChoose={vote}
          />
          {/* What comes and goes by itself stands below the buttons, and moves none of them. */}
          {cards.wordings.value.map((one) => (
            <p key={one.id} class="card__note">
              {t("card.wordings")}{" "}
              <q dir="auto" lang={one.language}>
                {one.text}
              </q>
            </p>
          ))}
          <Translated written={statement} />
          {mine && <p class="card__note">{t("card.voted")}</p>}
          {!prompt.vote && <p class="card__note">{t("prompt.paused")}</p>}
          {prompt.vote && parts && <parts.OtherWays />}
        </fieldset>
      ) : (
        <div ref={end} tabIndex={-1}>
          {phone.view.value.place === undefined ? (
            <EmptyState heading={t("now.more")} />
          ) : (
            <EmptyState heading={t(all > 0 ? "now.seen" : "now.no-statements")}>
              <p>
                {all > 0 ? more("now.seen-more") : t(prompt.submit ? "now.no-statements-more" : "now.no-statements-wait")}
              </p>
            </EmptyState>
          )}
        </div>
      )}
      <div class="card-place__foot">
        <LastVote phone={phone} cards={cards} onBack={acting(cards.back)} onUndo={acting(cards.undo)} />
        {mine && (
          <Button rank="quiet" onClick={acting(cards.onward)}>
            {t("card.onward")}
          </Button>
        )}
      </div>
    </section>
  );
};

const KEYS: Readonly<Record<string, Choice>> = { a: "agree", d: "disagree", p: "pass" };

/** While the focus is on the card, and only then: single keys must not act from anywhere on the page. */
const voteByKey = (event: KeyboardEvent, vote: (choice: Choice) => void): void => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const towardsEnd = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const choice =
    event.key === "ArrowLeft" || event.key === "ArrowRight"
      ? event.key === towardsEnd
        ? "agree"
        : "disagree"
      : KEYS[event.key.toLowerCase()];
  if (choice === undefined) return;
  event.preventDefault();
  vote(choice);
};
