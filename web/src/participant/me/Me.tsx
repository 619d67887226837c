import { isolated } from "../../text/isolated";
import type { PromptView } from "../../wire/messages";
import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import { CompactChoices } from "../../ui/choices/CompactChoices";
import { LanguageSwitch } from "../language";
import type { Phone, Whereabouts } from "../phone";
import { t } from "../later-words";
import { asRead } from "../reading";
import { whereItIs } from "../now/where";
import { OwnData } from "./OwnData";
import { OwnStatements } from "./OwnStatements";
import { Standing } from "./Standing";
import "./me.css";

interface Props {
  phone: Phone;
  /** The owner wants to say anew where they are. */
  onMove: () => void;
}

/** What is the owner's: where they stand, their statements, their votes. */
export const Me = ({ phone, onMove }: Props) => (
  <div class="me">
    <h2>{t("me.title")}</h2>
    <Standing phone={phone} />
    <h2>{t("me.statements")}</h2>
    <OwnStatements phone={phone} />
    <h2 id="my-votes" tabIndex={-1}>
      {t("me.votes")}
    </h2>
    <OwnVotes phone={phone} />
    <h2>{t("me.phone")}</h2>
    <div class="me__phone">
      <p>{placeOf(phone)}</p>
      <Button rank="quiet" onClick={onMove}>
        {t("me.move")}
      </Button>
    </div>
    {phone.view.value.event && <p class="quiet">{t(`level.line.${phone.view.value.event.level}`)}</p>}
    <LanguageSwitch />
    <h2>{t("own.title")}</h2>
    <OwnData phone={phone} />
  </div>
);

const placeOf = (phone: Phone): string => {
  const { mode, venue }: Partial<Whereabouts> = phone.whereabouts.value ?? {};
  if (mode === "remote") return t("me.place-remote");
  const name = phone.view.value.event?.venues.find((one) => one.id === venue)?.name;
  return name === undefined ? t("me.place-room") : t("me.place", { place: isolated(name) });
};

const OwnVotes = ({ phone }: { phone: Phone }) => {
  const { prompts, statements } = phone.view.value;
  const votedOn = [...statements.values()].filter((one) => phone.votes.value.has(one.id));
  if (votedOn.length === 0) return <p class="quiet">{t("me.no-votes")}</p>;
  return [...prompts.values()].map((prompt) => {
    const here = votedOn.filter((one) => one.prompt === prompt.id);
    if (here.length === 0) return null;
    return (
      <section key={prompt.id} class="own-votes">
        <h3 dir="auto" lang={asRead(prompt).language}>
          {asRead(prompt).text}
        </h3>
        <p class="quiet">{noteOn(prompt)}</p>
        <ul>
          {here.map((statement) => {
            const vote = phone.votes.value.get(statement.id);
            return (
              <li key={statement.id}>
                <fieldset disabled={!canChange(prompt)}>
                  <legend class="voice" dir="auto" lang={asRead(statement).language}>
                    {asRead(statement).text}
                  </legend>
                  <CompactChoices
                    mine={vote?.choice}
                    words={{ agree: t("choice.agree"), disagree: t("choice.disagree"), pass: t("choice.pass") }}
                    disabled={!canChange(prompt)}
                    onChoose={(choice) => phone.vote(statement.id, choice)}
                  />
                  <p class="own-votes__foot">
                    <span class="quiet">{vote && whereItIs(phone, vote)}</span>
                    {canChange(prompt) && (
                      <Button rank="quiet" onClick={() => takeBack(phone, statement.id)}>
                        {t("me.take-back")}
                      </Button>
                    )}
                  </p>
                </fieldset>
              </li>
            );
          })}
        </ul>
      </section>
    );
  });
};

/** The vote goes from the list with its button, which had the focus: its heading gets it. */
const takeBack = (phone: Phone, statement: string): void => {
  phone.takeBack(statement);
  answer(t("me.taken-back"));
  document.getElementById("my-votes")?.focus();
};

const canChange = (prompt: PromptView): boolean => prompt.phase === "open" && prompt.vote;

const noteOn = (prompt: PromptView): string => {
  if (prompt.phase !== "open") return t("me.votes-closed");
  return t(prompt.vote ? "me.votes-open" : "prompt.paused");
};
