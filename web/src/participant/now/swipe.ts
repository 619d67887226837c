import type { Choice } from "../../wire/messages";
import "./swipe.css";

/** Beside the edge the browser itself, or the phone, takes a swipe for "back". */
const EDGE_PX = 24;
/** So much of the card's width, or so many pixels on a wide screen, is meant; less goes back to where it was. */
const MEANT_SHARE = 0.35;
const MEANT_PX = 160;
/** Sideways by so much more than up or down: else it was scrolling. */
const FLATNESS = 2;
/** Whoever taps or brushes the screen lifts the finger sooner. */
const LEAST_MS = 120;

/**
 * Lets a finger push the card towards agree (the line's end) or disagree (its start), as an addition to the buttons: the
 * one that would be pressed lights up, and lifting the finger before that, or going back, votes nothing.
 */
export const swipeable = (card: HTMLElement, onVote: (choice: Choice) => void): (() => void) => {
  let begun: { id: number; x: number; y: number; at_ms: number } | undefined;
  const moved = (event: PointerEvent) => (begun ? event.clientX - begun.x : 0);
  const choiceAt = (distance: number): Choice | undefined => {
    if (Math.abs(distance) < Math.min(MEANT_PX, card.clientWidth * MEANT_SHARE)) return undefined;
    return distance > 0 === (document.documentElement.dir !== "rtl") ? "agree" : "disagree";
  };
  const rest = () => {
    begun = undefined;
    card.removeAttribute("data-swipe");
    card.style.removeProperty("--swipe");
  };
  const begin = (event: PointerEvent) => {
    const isAtEdge = event.clientX < EDGE_PX || event.clientX > innerWidth - EDGE_PX;
    // A second finger is no swipe, and takes the first one's away.
    if (event.pointerType !== "touch" || !event.isPrimary || isAtEdge) return rest();
    begun = { id: event.pointerId, x: event.clientX, y: event.clientY, at_ms: event.timeStamp };
  };
  const move = (event: PointerEvent) => {
    if (begun?.id !== event.pointerId) return;
    const [x, y] = [moved(event), Math.abs(event.clientY - begun.y)];
    if (y > 12 && Math.abs(x) < FLATNESS * y) return rest();
    card.style.setProperty("--swipe", `${Math.round(x)}px`);
    card.dataset["swipe"] = choiceAt(x) ?? "";
  };
  const end = (event: PointerEvent) => {
    if (begun?.id !== event.pointerId) return;
    const choice = event.timeStamp - begun.at_ms < LEAST_MS ? undefined : choiceAt(moved(event));
    rest();
    if (choice) onVote(choice);
  };
  card.addEventListener("pointerdown", begin);
  card.addEventListener("pointermove", move);
  card.addEventListener("pointerup", end);
  card.addEventListener("pointercancel", rest);
  return () => {
    rest();
    card.removeEventListener("pointerdown", begin);
    card.removeEventListener("pointermove", move);
    card.removeEventListener("pointerup", end);
    card.removeEventListener("pointercancel", rest);
  };
};
