import { useEffect, useRef, useState } from "preact/hooks";

import { Announcer } from "../ui/announcer/Announcer";
import { Button } from "../ui/button/Button";
import { EmptyState } from "../ui/empty/EmptyState";
import type { Cards } from "./cards";
import { laterParts, partsAtHand } from "./fetching";
import { Header } from "./Header";
import { Join } from "./Join";
import { Now } from "./now/Now";
import type { Phone } from "./phone";
import { Waiting } from "./Waiting";
import type { Announcement } from "../wire/messages";
import { t } from "./words";

const LAYERS = ["now", "me", "room"] as const;
type Layer = (typeof LAYERS)[number];

interface Props {
  phone: Phone;
  cards: Cards;
}

/** The participant's page. */
export const Participant = ({ phone, cards }: Props) => {
  const [isMoving, setMoving] = useState(false);
  const { event } = phone.view.value;
  const { ending } = phone.link.value;

  const page = () => {
    if (phone.isErased.value) return <ErasedLater />;
    if (event === undefined) return <Absent heading={ending ? t(`closed.${ending}`) : t("join.loading")} />;
    if (event.archive) {
      const parts = laterParts();
      return parts ? <parts.Archived phone={phone} cards={cards} /> : <Absent heading={t("join.loading")} />;
    }
    if (!phone.view.value.you.unproven && (phone.whereabouts.value === undefined || isMoving)) {
      const join: typeof phone.join = (mode, venue) => {
        phone.join(mode, venue);
        setMoving(false);
      };
      return <Join event={event} onJoin={join} />;
    }
    return <Layers phone={phone} cards={cards} onMove={() => setMoving(true)} />;
  };
  return (
    <>
      {page()}
      <Announcer />
    </>
  );
};

const ErasedLater = () => {
  const parts = laterParts();
  return parts ? <parts.Erased /> : <Absent heading={t("layer.loading")} />;
};

const Absent = ({ heading }: { heading: string }) => (
  <main class="front">
    <EmptyState heading={heading} />
  </main>
);

const Layers = ({ phone, cards, onMove }: Props & { onMove: () => void }) => {
  const layer = useLayer();
  const main = useRef<HTMLElement>(null);
  const { ending } = phone.link.value;
  const parts = partsAtHand();
  // What was announced when the layer opened stands in the page; what comes later lies over it, and moves no button.
  const announced = () => {
    const said = phone.view.value.event?.announcement ?? undefined;
    return (said?.until_ms ?? Infinity) < Date.now() ? undefined : said;
  };
  const [first, setFirst] = useState(announced);

  // What comes into view by a press of the owner is what they go on with; nothing else moves the focus.
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) {
      main.current?.focus();
      setFirst(announced);
    }
    isFirst.current = false;
    scrollTo(0, 0);
  }, [layer]);

  return (
    <div class="phone">
      <Header phone={phone} />
      <main class="layer" ref={main} tabIndex={-1} aria-label={t(`layer.${layer}`)}>
        <div class="over">
          {ending && ending !== "left" && (
            <div class="notice">
              <p>{t(`closed.${ending}`)}</p>
              {ending === "bad-message" && <Button onClick={() => location.reload()}>{t("reload")}</Button>}
            </div>
          )}
          {parts && <parts.AnnouncedLater phone={phone} first={first} />}
        </div>
        {parts ? <parts.Notices phone={phone} cards={cards} first={first} /> : <AnnouncedFirst phone={phone} said={first} />}
        {layer === "now" ? (
          <Now phone={phone} cards={cards} />
        ) : (
          <LaterLayer layer={layer} phone={phone} cards={cards} onMove={onMove} />
        )}
        {parts && <parts.NoticesBelow phone={phone} />}
      </main>
      <footer class="foot">
        <div class="foot__over">
          <Waiting phone={phone} />
          {layer === "now" && parts && <parts.NowTabs cards={cards} />}
        </div>
        <nav class="layers" aria-label={t("layer.nav")}>
          {LAYERS.map((one) => (
            <a key={one} href={`#${one}`} aria-current={one === layer ? "page" : undefined}>
              {t(`layer.${one}`)}
            </a>
          ))}
        </nav>
      </footer>
      {parts && <parts.Held phone={phone} />}
    </div>
  );
};

/** The announcement while its other words are fetched: in the same room, so that no button moves under a thumb. */
const AnnouncedFirst = ({ phone, said }: { phone: Phone; said: Announcement | undefined }) => {
  if (!said || phone.noted.value.has(said.id)) return null;
  return (
    <div class="announced">
      <p class="quiet">&nbsp;</p>
      <p class="voice" dir="auto">
        {said.text}
      </p>
      <p class="button to-come">&nbsp;</p>
    </div>
  );
};

const LaterLayer = ({ layer, phone, cards, onMove }: Props & { layer: "me" | "room"; onMove: () => void }) => {
  const parts = laterParts();
  if (parts === undefined) return <p class="quiet">{t("layer.loading")}</p>;
  return layer === "me" ? <parts.Me phone={phone} onMove={onMove} /> : <parts.Room phone={phone} cards={cards} />;
};

/** The layer that the address names, so that the phone's own "back" works. */
const useLayer = (): Layer => {
  const named = (): Layer => LAYERS.find((one) => location.hash === `#${one}`) ?? "now";
  const [layer, setLayer] = useState(named);
  useEffect(() => {
    const follow = () => setLayer(named());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return layer;
};
