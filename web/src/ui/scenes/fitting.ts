import type { Ref } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** How much smaller than wished type may become, and by how much it shrinks at a time. */
const LEAST = 0.5;
const STEP = 0.05;

/**
 * For a list on the big screen: its type is made smaller until all of it stands above the join strip. How many lines a
 * text takes is known only once it is set.
 *
 * size: of the type at best, in hundredths of the screen's width.   of: what is listed, as one text.
 */
export const useFitting = <Listed extends HTMLElement>(size: number, of: string): Ref<Listed> => {
  const list = useRef<Listed>(null);
  useLayoutEffect(() => {
    const [listed, scene] = [list.current, list.current?.closest<HTMLElement>(".scene")];
    if (!listed || !scene) return;
    fit(scene, (share) => listed.style.setProperty("--findings-size", String(size * share)));
  }, [size, of]);
  return list;
};

/**
 * For a text that has the screen to itself: its type is made smaller, by `--fit`, until all of it stands in its place.
 * Also when it changes by itself, as when a font comes late.
 */
export const useFittingText = (place: { readonly current: HTMLElement | null }): void => {
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const fitted = () => fit(element, (share) => element.style.setProperty("--fit", share.toFixed(2)));
    fitted();
    const observer = new ResizeObserver(() => requestAnimationFrame(fitted));
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  });
};

/** Sets the share of its best size that lets what is in the place stand in it, but for what rounding makes of heights. */
const fit = (place: HTMLElement, set: (share: number) => void): void => {
  set(1);
  for (let share = 1 - STEP; share >= LEAST && place.scrollHeight > place.clientHeight + 1; share -= STEP) set(share);
};
