/** The last picture, kept in the browser: a screen that is loaded again while the network is away shows it at once. */

import { empty, type MapState, type View } from "../view/view";

/** Larger pictures are not kept: browsers give a page five million characters in all. */
const MOST_CHARACTERS = 3_000_000;

const place = (code: string) => `plenary.last-frame.${code}`;

/** Keeps what the screen holds, as of now by the server's clock in ms. */
export const keepFrame = (code: string, view: View, now: number): void => {
  const { place: reached, event, stage, prompts, statements, maps, pulse } = view;
  const packed = JSON.stringify({
    now,
    reached,
    event,
    stage,
    pulse,
    prompts: [...prompts],
    statements: [...statements],
    maps: [...maps.values()].map((map) => ({
      ...map,
      places: letters(new Uint8Array(map.places.buffer, map.places.byteOffset, map.places.byteLength)),
      groups: letters(map.groups),
      findings: map.findings && { ...map.findings, results: [...map.findings.results] },
    })),
  });
  try {
    if (packed.length <= MOST_CHARACTERS) localStorage.setItem(place(code), packed);
  } catch {
    // blocked or full: the screen begins empty after a reload
  }
};

/** What was kept, and when; undefined where nothing was, or nothing that can be read. */
export const keptFrame = (code: string): { view: View; at: number } | undefined => {
  try {
    const kept = JSON.parse(localStorage.getItem(place(code)) ?? "null");
    if (kept === null || typeof kept.now !== "number") return undefined;
    const maps = (kept.maps as (MapState & { places: string; groups: string })[]).map((map): [string, MapState] => [
      map.prompt,
      {
        ...map,
        places: new Uint16Array(bytes(map.places).buffer),
        groups: bytes(map.groups),
        findings: map.findings && { ...map.findings, results: new Map(map.findings.results) },
      },
    ]);
    const view: View = {
      ...empty,
      place: kept.reached,
      event: kept.event,
      stage: kept.stage,
      pulse: kept.pulse,
      prompts: new Map(kept.prompts),
      statements: new Map(kept.statements),
      maps: new Map(maps),
    };
    return view.event && view.stage ? { view, at: kept.now } : undefined;
  } catch {
    return undefined;
  }
};

/** A screen whose link was taken away keeps nothing. */
export const dropFrame = (code: string): void => {
  try {
    localStorage.removeItem(place(code));
  } catch {
    // blocked: then nothing was kept either
  }
};

const letters = (data: Uint8Array): string => {
  let text = "";
  for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
  return btoa(text);
};

const bytes = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
