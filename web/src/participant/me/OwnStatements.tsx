import type { Item } from "../../link/outbox";
import { isolated } from "../../text/isolated";
import { Button } from "../../ui/button/Button";
import type { OwnStatement } from "../../wire/messages";
import { draftOf } from "../now/draft";
import { tallyOf } from "../now/tally";
import type { Phone } from "../phone";
import { t } from "../later-words";
import { refusal } from "../words";

/** The owner's statements and what became of each, those on their way and those refused too. */
export const OwnStatements = ({ phone }: { phone: Phone }) => {
  const taken = [...phone.view.value.you.statements.values()];
  const items = phone.items.value.filter((item) => item.request.kind === "submit");
  if (taken.length + items.length === 0) return <p class="quiet">{t("me.no-statements")}</p>;
  return (
    <ul class="own-statements">
      {taken.map((one) => (
        <li key={one.id}>
          <p class="voice" dir="auto">
            {one.text}
          </p>
          <p class="fate" data-fate={one.standing}>
            {fateOf(one)}
          </p>
          {tallyOf(phone, one) && <p class="quiet">{tallyOf(phone, one)}</p>}
        </li>
      ))}
      {items.map((item) => (
        <OnItsWay key={item.request.op} item={item} phone={phone} />
      ))}
    </ul>
  );
};

const fateOf = ({ standing, because, reason }: OwnStatement): string => {
  const why = [because && t(`reason.${because}`), reason && isolated(reason)].filter(Boolean).join(" · ");
  return standing === "rejected" && why !== "" ? t("fate.rejected-why", { reason: why }) : t(`fate.${standing}`);
};

const OnItsWay = ({ item: { request, state }, phone }: { item: Item; phone: Phone }) => {
  if (request.kind !== "submit") return null;
  const again = () => {
    phone.remember(draftOf({ id: request.prompt }), request.text);
    phone.dismiss(request.op);
    location.hash = "now";
  };
  return (
    <li>
      <p class="voice" dir="auto" lang={request.language}>
        {request.text}
      </p>
      {state === "on-this-phone" ? (
        <p class="fate">{t("fate.on-this-phone")}</p>
      ) : (
        <>
          <p class="fate" data-fate="rejected">
            {t("fate.refused")}: {refusal(state.refused)}
          </p>
          <Button rank="quiet" onClick={again}>
            {t("me.again")}
          </Button>
        </>
      )}
    </li>
  );
};
