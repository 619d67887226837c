/** Paints canvases away from the page: one painter for each. */

import { Painter } from "./painter";
import type { FromPainter, ToPainter } from "./painting";

const painters = new Map<number, Painter>();
const say = (message: FromPainter) => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<ToPainter>) => {
  if (data.kind === "begin") {
    const onOwnDot = (x: number, y: number, radius: number) => say({ kind: "own-dot", of: data.of, x, y, radius });
    painters.set(data.of, new Painter(data.canvas, onOwnDot));
    return;
  }
  const painter = painters.get(data.of);
  if (data.kind === "show") painter?.show(data.dots, data.palette, data.journey_ms);
  else if (data.kind === "resize") painter?.resize(data.width, data.height, data.devicePixelRatio);
  else if (data.kind === "recolour") painter?.recolour(data.palette);
  else {
    painter?.stop();
    painters.delete(data.of);
  }
});

say({ kind: "ready" });
