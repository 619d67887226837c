import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { language, nameOf } from "../../text";
import { isolated } from "../../text/isolated";
import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import { alike as alikeTo, muchAlike } from "../../view/likeness";
import type { PromptView, StatementView } from "../../wire/messages";
import type { Cards } from "../cards";
import type { Phone } from "../phone";
import { t } from "../later-words";
import { draftOf } from "./draft";
import { hintFor } from "./hints";
import { countOf } from "./length";
import "./write.css";

/** What people at events write in; the page itself speaks fewer. */
const LANGUAGES = ["ar", "de", "en", "es", "fr", "hi", "it", "mr", "pt", "ru", "th", "zh"];
const WRITTEN_IN = "written-in";

/** How long typing must pause before the count is read out. */
const PAUSE_MS = 1_500;

/** Sent; put away, to go on with what was there; or given up for another statement, which is in front now. */
export type Leaving = "sent" | "put-away" | "elsewhere";

interface Props {
  phone: Phone;
  cards: Cards;
  prompt: PromptView;
  onLeave: (how: Leaving) => void;
}

/** A statement of one's own. What is begun is remembered until it is sent or put away. */
export const WriteForm = ({ phone, cards, prompt, onLeave }: Props) => {
  const draft = draftOf(prompt);
  const [text, setText] = useState(() => phone.recall(draft));
  const [isBlank, setBlank] = useState(false);
  const [written, setWritten] = useState(() => phone.recall(WRITTEN_IN) || language.value);
  const field = useRef<HTMLTextAreaElement>(null);

  const { statement_limit: limit = 280 } = phone.view.value.event ?? {};
  const left = limit - countOf(text);

  const settled = useSettled(text);
  const hint = hintFor(settled);
  const alike = useMemo(() => {
    const others = [...phone.view.value.statements.values()].filter((one) => one.prompt === prompt.id);
    return alikeTo(settled, others, 1, muchAlike(settled))[0]?.item;
  }, [settled, phone.view.value.statements]);
  useEffect(() => {
    if (alike) answer(`${t("write.like")} ${isolated(alike.text)}`);
  }, [alike?.id]);
  const voteOn = ({ id }: StatementView) => {
    write("");
    onLeave("elsewhere");
    cards.putInFront(id);
    scrollTo(0, 0);
  };

  const write = (now: string) => {
    setText(now);
    setBlank(false);
    phone.remember(draft, now);
  };
  const send = () => {
    if (countOf(text) === 0) setBlank(true);
    if (countOf(text) === 0 || left < 0) return field.current?.focus();
    phone.submit(prompt.id, text, written);
    phone.remember(WRITTEN_IN, written);
    write("");
    onLeave("sent");
    answer(t(prompt.premoderated ? "write.sent-moderated" : "write.sent-open"));
  };

  // Opened by a press: the next thing is to type. A draft from before takes no focus.
  useEffect(() => {
    if (text !== "") return;
    field.current?.focus({ preventScroll: true });
    field.current?.form?.scrollIntoView({ block: "nearest" });
  }, []);

  return (
    <form
      class="write"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label for="statement">{t("write.label")}</label>
      <p id="statement-hint" class="quiet">
        {t("write.hint")} {t(prompt.premoderated ? "write.moderated" : "write.unmoderated")}
      </p>
      <textarea
        id="statement"
        ref={field}
        rows={4}
        dir="auto"
        lang={written}
        value={text}
        aria-describedby="statement-hint statement-left"
        aria-invalid={left < 0 || isBlank}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <p id="statement-left" class={left < 0 || isBlank ? "trouble" : "quiet"}>
        {isBlank ? t("write.empty") : remaining(left)}
      </p>
      {hint && <p class="quiet">{t(`write.${hint}`)}</p>}
      {alike && (
        <div class="write__alike">
          <p class="quiet">{t("write.like")}</p>
          <p class="voice" dir="auto" lang={alike.language}>
            {alike.text}
          </p>
          <Button rank="quiet" onClick={() => voteOn(alike)}>
            {t("write.vote-on-it")}
          </Button>
        </div>
      )}
      <CountAloud left={left} />
      <label class="write__language">
        <span>{t("write.language")}</span>
        <select value={written} onChange={(event) => setWritten(event.currentTarget.value)}>
          {[...new Set([...LANGUAGES, written])].map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {nameOf(tag)}
            </option>
          ))}
        </select>
      </label>
      <div class="write__foot">
        <Button rank="main" type="submit">
          {t("write.send")}
        </Button>
        <Button rank="quiet" onClick={() => onLeave("put-away")}>
          {t("write.cancel")}
        </Button>
      </div>
    </form>
  );
};

/** The text as it stood when typing last paused: nobody is interrupted in the middle of a word. */
const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 500);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
};

const remaining = (left: number): string =>
  left < 0 ? t("write.over", { n: -left }) : t("write.left", { n: left });

/** The count for those who do not see it: once typing pauses, and only when it is getting short. */
const CountAloud = ({ left }: { left: number }) => {
  const isShort = left <= 40;
  useEffect(() => {
    if (!isShort) return;
    const timer = setTimeout(() => answer(remaining(left)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [left, isShort]);
  return null;
};
