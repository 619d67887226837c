import { useRef, useState } from "preact/hooks";

import { Button } from "../../ui/button/Button";
import type { PromptView } from "../../wire/messages";
import type { Cards } from "../cards";
import { laterParts } from "../fetching";
import type { Phone } from "../phone";
import { t } from "../words";
import { draftOf } from "./draft";
import type { Leaving } from "./WriteForm";

interface Props {
  phone: Phone;
  cards: Cards;
  prompt: PromptView;
}

/** The way to a statement of one's own; the form itself is fetched when somebody wants to write. */
export const Write = ({ phone, cards, prompt }: Props) => {
  const [isOpen, setOpen] = useState(() => phone.recall(draftOf(prompt)) !== "");
  const [isSent, setSent] = useState(false);
  const opener = useRef<HTMLDivElement>(null);

  const parts = isOpen ? laterParts() : undefined;
  if (parts !== undefined) {
    const leave = (how: Leaving) => {
      setOpen(false);
      setSent(how === "sent" || isSent);
      if (how === "put-away") setTimeout(() => opener.current?.querySelector("button")?.focus());
    };
    return <parts.WriteForm phone={phone} cards={cards} prompt={prompt} onLeave={leave} />;
  }
  return (
    <div class="write" ref={opener}>
      {isSent && <p class="quiet">{t(prompt.premoderated ? "write.sent-moderated" : "write.sent-open")}</p>}
      <Button onClick={() => setOpen(true)}>{t(isOpen ? "layer.loading" : "write.open")}</Button>
    </div>
  );
};
