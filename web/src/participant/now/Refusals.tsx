import { Button } from "../../ui/button/Button";
import type { Phone } from "../phone";
import { refusal, t } from "../words";

/** Votes that the rules did not count, each with the reason, until the owner has taken note. */
export const Refusals = ({ phone }: { phone: Phone }) =>
  phone.items.value.map(({ request, state }) => {
    if (state === "on-this-phone" || request.kind === "submit") return null;
    const text = request.kind === "vote" ? (phone.view.value.statements.get(request.statement)?.text ?? "…") : "";
    return (
      <div key={request.op} class="notice" role="status">
        <p>
          {request.kind === "vote" && t("vote.refused", { text })} {refusal(state.refused)}
        </p>
        <Button rank="quiet" onClick={() => phone.dismiss(request.op)}>
          {t("vote.refused-ok")}
        </Button>
      </div>
    );
  });
