import { useEffect, useRef, useState } from "preact/hooks";

import { Announcer } from "../ui/announcer/Announcer";
import { Button } from "../ui/button/Button";
import { LanguageSwitch } from "./language";
import { t } from "./later-words";
import "./enter.css";

type Trouble = "enter.empty" | "enter.unknown" | "enter.trouble";

/** The front page: the code of an event, and off to it. `go`: opens an address. */
export const EnterCode = ({ go = (address: string) => location.assign(address) }) => {
  // The page also stands at the address of an event that does not exist.
  const [code, setCode] = useState(() => decodeURIComponent(/^\/e\/([^/]+)/.exec(location.pathname)?.[1] ?? ""));
  const [trouble, setTrouble] = useState<Trouble | undefined>(code === "" ? undefined : "enter.unknown");
  const [isLooking, setLooking] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const fail = (why: Trouble) => {
    setTrouble(why);
    field.current?.focus();
  };
  const look = async () => {
    if (isLooking) return;
    const written = tidy(field.current?.value ?? "");
    if (written === "") return fail("enter.empty");
    setLooking(true);
    const found = await statusOf(written);
    setLooking(false);
    if (found === 200) go(`/e/${encodeURIComponent(written)}`);
    else fail(found === 404 ? "enter.unknown" : "enter.trouble");
  };

  useEffect(() => field.current?.focus(), []);

  return (
    <main class="front">
      <form
        class="front__form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <h1>{t("enter.title")}</h1>
        <label for="code">{t("enter.code")}</label>
        <p id="code-hint" class="quiet">
          {t("enter.hint")}
        </p>
        <input
          id="code"
          class="front__code"
          ref={field}
          value={code}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={40}
          aria-describedby="code-hint code-trouble"
          aria-invalid={trouble !== undefined}
          onInput={(event) => {
            setCode(event.currentTarget.value);
            setTrouble(undefined);
          }}
        />
        <p id="code-trouble" class="trouble" role="alert">
          {trouble && t(trouble, { code: tidy(code) })}
        </p>
        <Button rank="main" type="submit">
          {t(isLooking ? "enter.looking" : "enter.go")}
        </Button>
      </form>
      <LanguageSwitch />
      <Announcer />
    </main>
  );
};

const tidy = (typed: string): string => typed.replace(/\s+/g, "").toUpperCase();

/** The HTTP status of the event's address; 0 where there was no answer. */
const statusOf = async (code: string): Promise<number> => {
  try {
    return (await fetch(`/api/v1/events/${encodeURIComponent(code)}`)).status;
  } catch {
    return 0;
  }
};
