import { useState } from "preact/hooks";

import { newSecret } from "../../link/secret";
import { t } from "../../text";
import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import { PINNABLE } from "../../ui/scenes/showing";
import { LinkLine } from "../access/Links";
import type { Desk } from "../desk-state";

interface Props {
  desk: Desk;
  code: string;
}

/** Addresses for several screens: the one that follows this desk, and one for each scene that a screen may keep. */
export const ScreenLinks = ({ desk, code }: Props) => {
  const [secret, setSecret] = useState("");
  const [prompt, setPrompt] = useState("");
  const [theme, setTheme] = useState("");
  const prompts = [...desk.view.value.prompts.values()].filter(({ phase }) => phase !== "draft");
  const addressOf = (scene: string): string => {
    const asked = new URLSearchParams({
      ...(scene !== "" && { scene }),
      ...(scene !== "" && prompt !== "" && { prompt }),
      ...(theme !== "" && (theme === "overlay" ? { overlay: "" } : { theme })),
    });
    const query = asked.size === 0 ? "" : `?${asked.toString()}`;
    return `${location.origin}/e/${code}/screen${query}${secret && `#${secret}`}`;
  };
  const make = () => {
    const made = newSecret();
    desk.ask({ kind: "make-link", role: "projector", secret: made, label: t("screens.title") }, ({ done }) => {
      if (!done) return;
      setSecret(made);
      answer(t("links.new"));
    });
  };
  return (
    <details class="screen-links">
      <summary>{t("screens.title")}</summary>
      {secret !== "" ? (
        <p class="stage__note">{t("screens.secret")}</p>
      ) : desk.may("make-link") ? (
        <>
          <p class="stage__note">{t("screens.make-note")}</p>
          <Button disabled={!desk.isLive.value || desk.isPending("links")} onClick={make}>
            {t("screens.make")}
          </Button>
        </>
      ) : (
        <p class="stage__note">{t("screens.elsewhere")}</p>
      )}
      <div class="screen-links__how">
        <label>
          {t("stage.prompt")}
          <select value={prompt} onChange={(event) => setPrompt(event.currentTarget.value)}>
            <option value="">{t("screens.any-prompt")}</option>
            {prompts.map(({ id, number, text }) => (
              <option key={id} value={number}>
                {`${number}. ${text}`}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("screens.theme")}
          <select value={theme} onChange={(event) => setTheme(event.currentTarget.value)}>
            <option value="">{t("screens.theme-own")}</option>
            <option value="dark">{t("screens.theme-dark")}</option>
            <option value="bright">{t("screens.theme-bright")}</option>
            <option value="overlay">{t("screens.theme-overlay")}</option>
          </select>
        </label>
      </div>
      <LinkLine name={t("screens.follows")} address={addressOf("")} secret />
      {PINNABLE.map((scene) => (
        <LinkLine key={scene} name={t("screens.keeps", { scene: t(`scene.${scene}`) })} address={addressOf(scene)} secret />
      ))}
    </details>
  );
};
