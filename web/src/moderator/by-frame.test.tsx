import { signal } from "@preact/signals";
import { options, render } from "preact";
import { useState } from "preact/hooks";
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

test("a page that has no frames, though nobody says that it is hidden, is drawn all the same, and again", () => {
  vi.useFakeTimers();
  vi.stubGlobal("requestAnimationFrame", () => 0);
  const count = signal(0);
  const Count = () => <p>{count.value}</p>;
  const page = document.createElement("div");
  render(<Count />, page);
  drawByFrame();

  const drawn = [1, 2].map((message) => {
    count.value = message;
    vi.advanceTimersByTime(100);
    return page.textContent;
  });

  expect(drawn).toEqual(["1", "2"]);
  vi.useRealTimers();
});

test.each(["a key", "a press elsewhere"])("%s that follows a letter within the same frame finds the letter", (next) => {
  vi.stubGlobal("requestAnimationFrame", () => undefined);
  const said: string[] = [];
  const Name = () => {
    const [name, setName] = useState("");
    return (
      <input
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
        onChange={() => said.push(name)}
      />
    );
  };
  const page = document.body.appendChild(document.createElement("div"));
  render(<Name />, page);
  drawByFrame();
  const field = page.querySelector("input")!;

  field.value = "Amina";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (next === "a key") field.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true }));
  else page.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));

  expect(said).toEqual(["Amina"]);
  render(null, page);
  page.remove();
});

test("nothing moves under a finger that presses, and what it presses knows what has come", () => {
  vi.stubGlobal("requestAnimationFrame", () => undefined);
  const count = signal(0);
  const said: number[] = [];
  const Counted = () => {
    const now = count.value;
    return <button onClick={() => said.push(now)}>{now}</button>;
  };
  const page = document.body.appendChild(document.createElement("div"));
  render(<Counted />, page);
  drawByFrame();
  const button = page.querySelector("button")!;

  count.value = 1;
  button.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  const pressed = button.textContent;
  button.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
  button.click();

  expect([pressed, said]).toEqual(["0", [1]]);
  render(null, page);
  page.remove();
});

test("what somebody has just chosen is not drawn over before the page has heard of it", () => {
  vi.stubGlobal("requestAnimationFrame", () => undefined);
  const count = signal(0);
  const said: boolean[] = [];
  const Choice = () => {
    const [chosen, setChosen] = useState(false);
    return (
      <label>
        {count.value}
        <input
          type="checkbox"
          checked={chosen}
          onChange={(event) => {
            said.push(event.currentTarget.checked);
            setChosen(event.currentTarget.checked);
          }}
        />
      </label>
    );
  };
  const page = document.body.appendChild(document.createElement("div"));
  render(<Choice />, page);
  drawByFrame();

  count.value = 1;
  page.querySelector("input")!.click();

  expect(said).toEqual([true]);
  render(null, page);
  page.remove();
});
