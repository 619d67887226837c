import { Button } from "../../ui/button/Button";
import { t } from "../later-words";
import type { Phone } from "../phone";

/** All that the server holds of the owner, and what is still on its way, as a file of theirs. */
export const OwnData = ({ phone }: { phone: Phone }) => (
  <Button rank="quiet" onClick={() => save(`${phone.code}.json`, ownData(phone))}>
    {t("me.data")}
  </Button>
);

export const ownData = ({ code, view, items }: Phone): string => {
  const { participant, mode, venue, votes, statements } = view.value.you;
  const content = {
    event: code,
    participant,
    mode,
    venue,
    votes: [...votes].map(([statement, answer]) => ({
      statement,
      text: view.value.statements.get(statement)?.text,
      ...answer,
    })),
    statements: [...statements.values()],
    on_this_phone: items.value.filter((item) => item.state === "on-this-phone").map((item) => item.request),
  };
  return JSON.stringify(content, null, 2);
};

const save = (name: string, text: string): void => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
