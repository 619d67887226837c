import { useEffect } from "preact/hooks";

import { isolated } from "../../text/isolated";
import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import type { Phone } from "../phone";
import { t } from "../later-words";
import { refusal } from "../words";

/** Votes that the rules did not count, each with the reason, until the owner has taken note. */
export const Refusals = ({ phone }: { phone: Phone }) =>
  phone.items.value.map(({ request, state }) => {
    if (state === "on-this-phone" || request.kind === "submit") return null;
    const text = "statement" in request ? (phone.view.value.statements.get(request.statement)?.text ?? "…") : "";
    const what = { vote: "vote.refused", "withdraw-vote": "vote.not-taken-back" } as const;
    const why = refusal(state.refused);
    return (
      <Refusal
        key={request.op}
        said={request.kind in what ? `${t(what[request.kind as keyof typeof what], { text: isolated(text) })} ${why}` : why}
        onNoted={() => phone.dismiss(request.op)}
      />
    );
  });

const Refusal = ({ said, onNoted }: { said: string; onNoted: () => void }) => {
  useEffect(() => answer(said), []);
  return (
    <div class="notice">
      <p>{said}</p>
      <Button rank="quiet" onClick={onNoted}>
        {t("vote.refused-ok")}
      </Button>
    </div>
  );
};
