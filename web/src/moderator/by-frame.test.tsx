import { signal } from "@preact/signals";
import { options, render } from "preact";
import { afterEach, expect, test, vi } from "vitest";

import { drawByFrame } from "./by-frame";

afterEach(() => {
  delete options.debounceRendering;
  vi.unstubAllGlobals();
});

test("whatever comes within a frame is drawn together", () => {
  const frames: (() => void)[] = [];
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => frames.push(draw));
  const count = signal(0);
  const draws: number[] = [];
  const Count = () => {
    draws.push(count.value);
    return <p>{count.value}</p>;
  };
  const page = document.createElement("div");
  render(<Count />, page);
  drawByFrame();

  for (let message = 1; message <= 1000; message += 1) count.value = message;
  expect([draws, frames.length]).toEqual([[0], 1]);
  for (const draw of frames) draw();

  expect([draws, page.textContent]).toEqual([[0, 1000], "1000"]);
});
