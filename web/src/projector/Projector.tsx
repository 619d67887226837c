import { useEffect, useState } from "preact/hooks";

import { t } from "../text";
import { RehearsalBand } from "../ui/rehearsal/RehearsalBand";
import { Screen } from "../ui/scenes/Screen";
import { showing, type JoinAddress } from "../ui/scenes/showing";
import { Keys } from "./Keys";
import { Notice } from "./Notice";
import { keptTheme, type ScreenOptions, setTheme } from "./options";
import type { ScreenState } from "./screen-state";
import { Spoken } from "./Spoken";

/** How much larger than the window the picture may be made, and how much larger with each press of the key. */
const MOST_ZOOM = 3;
const ZOOM_STEP = 0.25;

interface Props {
  screen: ScreenState;
  join: JoinAddress;
  options: ScreenOptions;
}

/** The page behind the projector: one picture, and no control on it but a few keys for whoever sets it up. */
export const Projector = ({ screen, join, options }: Props) => {
  useEffect(() => {
    const ticking = setInterval(() => screen.tick(), 1000);
    addEventListener("pagehide", screen.keep);
    return () => {
      clearInterval(ticking);
      removeEventListener("pagehide", screen.keep);
    };
  }, [screen]);
  const [theme, setThemeShown] = useState(options.theme ?? keptTheme());
  useEffect(() => setTheme(theme), [theme]);
  useEffect(() => {
    document.documentElement.toggleAttribute("data-overlay", options.overlay);
  }, [options.overlay]);

  const [zoom, setZoom] = useState(1);
  const picture = showing(screen.view.value, join, options.pinned);
  const ending = screen.ending.value;
  if (picture === undefined) {
    if (ending !== undefined) return <Notice title={t("closed.title")} words={t(`closed.${ending}`)} again />;
    const isWaiting = screen.link.value === "waiting" || screen.link.value === "full";
    return <Notice title="Plenary" words={t(isWaiting ? "waiting.lost" : "waiting.connecting")} />;
  }
  const { tone, words } = screen.health.value;
  const health = (
    <p class={`health health--${tone}`}>
      {words.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </p>
  );
  return (
    <main class="projector">
      <div class="projector__band">
        <RehearsalBand event={screen.view.value.event} />
      </div>
      <div class="projector__window">
        <div class="projector__picture" style={{ "--zoom": zoom }}>
          <Screen showing={{ ...picture, slowly: screen.isCatchingUp.value }} health={health} />
        </div>
      </div>
      <Spoken showing={picture} />
      <Keys
        onTheme={() => setThemeShown(theme === "dark" ? "bright" : "dark")}
        onZoom={(step) => setZoom((before) => Math.min(MOST_ZOOM, Math.max(1, before + step * ZOOM_STEP)))}
      />
    </main>
  );
};
