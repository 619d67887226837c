import { useEffect, useRef } from "preact/hooks";

import { t } from "../text";

interface Props {
  onTheme: () => void;
  /** Larger by one step, or smaller. */
  onZoom: (step: 1 | -1) => void;
}

/** The keys of a screen, for whoever sets it up: `t` the theme, `f` the full screen, `+` `-` the size, `?` what they are. */
export const Keys = ({ onTheme, onZoom }: Props) => {
  const help = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      if (event.key === "t") onTheme();
      else if (event.key === "f") void toggleFullScreen();
      else if (event.key === "+" || event.key === "-") onZoom(event.key === "+" ? 1 : -1);
      else if (event.key === "?") help.current?.[help.current.open ? "close" : "showModal"]();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [onTheme, onZoom]);
  return (
    <dialog class="keys" ref={help} aria-labelledby="keys-title">
      <h2 id="keys-title">{t("keys.title")}</h2>
      <dl>
        <dt>
          <kbd>t</kbd>
        </dt>
        <dd>{t("keys.theme")}</dd>
        <dt>
          <kbd>f</kbd>
        </dt>
        <dd>{t("keys.full")}</dd>
        <dt>
          <kbd>+</kbd> <kbd>-</kbd>
        </dt>
        <dd>{t("keys.size")}</dd>
        <dt>
          <kbd>Tab</kbd>
        </dt>
        <dd>{t("keys.words")}</dd>
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>{t("keys.close")}</dd>
      </dl>
    </dialog>
  );
};

/** A browser may refuse: then its own key for it is left. */
const toggleFullScreen = async (): Promise<void> => {
  const leaving = document.fullscreenElement !== null;
  await (leaving ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => undefined);
};
