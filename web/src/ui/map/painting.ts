/** Who paints a canvas: the page itself, or a worker where the page has called one. */

import { type ReadonlySignal, signal } from "@preact/signals";

import { type Dots, type OnOwnDot, Painter, type Palette } from "./painter";

export type Painting = Pick<Painter, "show" | "resize" | "recolour" | "stop">;

/** What the page tells its worker, each about one canvas. */
export type ToPainter =
  | { kind: "begin"; of: number; canvas: OffscreenCanvas }
  | { kind: "show"; of: number; dots: Dots; palette: Palette; journey_ms: number }
  | { kind: "resize"; of: number; width: number; height: number; devicePixelRatio: number }
  | { kind: "recolour"; of: number; palette: Palette }
  | { kind: "stop"; of: number };

/** What it hears. */
export type FromPainter =
  | { kind: "ready" }
  | { kind: "own-dot"; of: number; x: number; y: number; radius: number };

const called = signal<Worker | undefined>(undefined);
let canvases = 0;
const ownDots = new Map<number, OnOwnDot>();

/** The worker that paints, once it has answered. Canvases that the page has begun to paint make room for new ones then. */
export const painter: ReadonlySignal<Worker | undefined> = called;

/**
 * Has a worker paint, so that with ten thousand people the page stays free for everything else. Where it cannot be had the
 * page goes on painting by itself.
 */
export const paintElsewhere = (call: () => Worker): void => {
  if (!("transferControlToOffscreen" in HTMLCanvasElement.prototype)) return;
  try {
    const worker = call();
    worker.onmessage = ({ data }: MessageEvent<FromPainter>) => {
      if (data.kind === "ready") called.value = worker;
      else ownDots.get(data.of)?.(data.x, data.y, data.radius);
    };
  } catch {
    // blocked: the page paints
  }
};

/** Has the canvas painted from now on, by `worker` if there is one; it must not have been drawn on before. */
export const paintingOf = (canvas: HTMLCanvasElement, worker: Worker | undefined, onOwnDot: OnOwnDot): Painting =>
  worker === undefined ? new Painter(canvas, onOwnDot) : paintedBy(worker, canvas, onOwnDot);

const paintedBy = (worker: Worker, canvas: HTMLCanvasElement, onOwnDot: OnOwnDot): Painting => {
  const of = ++canvases;
  const tell = (message: ToPainter, ...handed: Transferable[]) => worker.postMessage(message, handed);
  const offscreen = canvas.transferControlToOffscreen();
  ownDots.set(of, onOwnDot);
  tell({ kind: "begin", of, canvas: offscreen }, offscreen);
  return {
    show: (dots, palette, journey_ms) => tell({ kind: "show", of, dots, palette, journey_ms }),
    resize: (width, height, devicePixelRatio) => tell({ kind: "resize", of, width, height, devicePixelRatio }),
    recolour: (palette) => tell({ kind: "recolour", of, palette }),
    stop: () => {
      ownDots.delete(of);
      tell({ kind: "stop", of });
    },
  };
};
