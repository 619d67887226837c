import { useEffect, useRef, useState } from "preact/hooks";

import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import { t } from "../later-words";
import type { Phone } from "../phone";

/** What the server holds of the owner: to be seen, and to be erased. */
export const OwnData = ({ phone }: { phone: Phone }) => {
  const [hasFailed, setFailed] = useState(false);
  const save = async () => {
    const held = await heldOf(phone);
    setFailed(held === undefined);
    if (held === undefined) answer(t("own.failed"));
    download(`${phone.code}.json`, ownData(phone, held));
  };
  return (
    <div class="own-data">
      <p class="quiet">{t("own.what")}</p>
      <Button onClick={() => void save()}>{t("own.save")}</Button>
      {hasFailed && <p class="notice">{t("own.failed")}</p>}
      <EraseMe phone={phone} />
    </div>
  );
};

const EraseMe = ({ phone }: { phone: Phone }) => {
  const [isAsking, setAsking] = useState(false);
  const question = useRef<HTMLParagraphElement>(null);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAsking) question.current?.focus();
  }, [isAsking]);
  const keep = () => {
    setAsking(false);
    setTimeout(() => place.current?.querySelector("button")?.focus());
  };
  if (phone.items.value.some(({ request, state }) => request.kind === "erase-me" && state === "on-this-phone"))
    return <p class="notice">{t("own.erasing")}</p>;
  return (
    <div ref={place}>
      {isAsking ? (
        <div class="notice" role="group" aria-labelledby="erase-sure">
          <p id="erase-sure" ref={question} tabIndex={-1}>
            <strong>{t("own.erase-sure")}</strong>
          </p>
          <p>{t("own.erase-what")}</p>
          <Button onClick={keep}>{t("own.erase-no")}</Button>
          <Button rank="quiet" onClick={() => phone.erase()}>
            {t("own.erase-yes")}
          </Button>
        </div>
      ) : (
        <Button rank="quiet" onClick={() => setAsking(true)}>
          {t("own.erase")}
        </Button>
      )}
    </div>
  );
};

/** Said once the server and this phone have forgotten the owner. */
export const Erased = () => {
  const said = useRef<HTMLHeadingElement>(null);
  useEffect(() => said.current?.focus(), []);
  return (
    <main class="front">
      <h1 ref={said} tabIndex={-1}>
        {t("own.erased")}
      </h1>
      <p>{t("own.erased-more")}</p>
      <Button onClick={() => location.replace(location.pathname)}>{t("own.anew")}</Button>
    </main>
  );
};

/** What the server holds of the owner, as it says; undefined where it cannot be reached. */
const heldOf = async (phone: Phone): Promise<object | undefined> => {
  try {
    const told = await fetch(`/e/${encodeURIComponent(phone.code)}/own`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ key: phone.key }),
    });
    return told.ok ? ((await told.json()) as object) : undefined;
  } catch {
    return undefined;
  }
};

/** As a file: what the server holds or, without it, what this phone knows of that; and what is still on its way. */
export const ownData = (phone: Phone, held: object | undefined): string => {
  const on_this_phone = phone.items.value.filter((item) => item.state === "on-this-phone").map((item) => item.request);
  return JSON.stringify({ ...(held ?? known(phone)), on_this_phone }, null, 2);
};

const known = ({ code, view }: Phone): object => {
  const { participant, mode, venue, votes, statements } = view.value.you;
  const told = [...votes]
    .filter(([, { choice }]) => choice)
    .map(([statement, answer]) => ({ statement, text: view.value.statements.get(statement)?.text, ...answer }));
  return { event: code, participant, mode, venue, votes: told, statements: [...statements.values()] };
};

const download = (name: string, text: string): void => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
