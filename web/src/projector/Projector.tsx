import { useEffect } from "preact/hooks";

import { t } from "../text";
import { RehearsalBand } from "../ui/rehearsal/RehearsalBand";
import { Screen } from "../ui/scenes/Screen";
import { showing, type JoinAddress } from "../ui/scenes/showing";
import { Notice } from "./Notice";
import type { ScreenState } from "./screen-state";

interface Props {
  screen: ScreenState;
  join: JoinAddress;
}

/** The page behind the projector: one picture, and no control on it. */
export const Projector = ({ screen, join }: Props) => {
  useEffect(() => {
    const ticking = setInterval(() => screen.tick(), 1000);
    return () => clearInterval(ticking);
  }, [screen]);

  const picture = showing(screen.view.value, join);
  const ending = screen.ending.value;
  if (picture === undefined) {
    if (ending !== undefined) return <Notice title={t("closed.title")} words={t(`closed.${ending}`)} again />;
    const isWaiting = screen.link.value === "waiting";
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
      <Screen showing={picture} health={health} />
    </main>
  );
};
