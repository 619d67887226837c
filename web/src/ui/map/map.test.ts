import { describe, expect, test } from "vitest";

import { spread } from "./labels";
import { dotRadius, EXTENT, hasPlaces, MIDDLE, resolution, scaleTo, zoomed, zoomFor } from "./scale";
import { isInside, lookOf, path, SHAPES } from "./shapes";
import { makeStamp, press, type Picture } from "./splat";
import { at, isOver, leadTo, still } from "./tween";

const RED = { red: 255, green: 0, blue: 0 };
const OPAQUE_RED = 0xff0000ff;

const emptyPicture = (width: number, height: number): Picture => ({
  pixels: new Uint32Array(width * height),
  width,
  height,
});

/** One character a pixel: # opaque, + partly covered, . empty. */
const drawn = ({ pixels, width }: Picture): string[] =>
  Array.from({ length: pixels.length / width }, (_, row) =>
    Array.from(pixels.subarray(row * width, (row + 1) * width), (pixel) =>
      pixel >>> 24 === 255 ? "#" : pixel === 0 ? "." : "+",
    ).join(""),
  );

const shape = (name: string) => SHAPES.find((one) => one.name === name) ?? SHAPES[0];

describe("stamp", () => {
  test("a disc is round, with a smoothed edge", () => {
    const picture = emptyPicture(9, 9);
    press(picture, makeStamp(shape("disc"), 2, 0, RED, 9), 4, 4);

    expect(drawn(picture)).toEqual([
      ".........",
      ".........",
      "...+++...",
      "..+###+..",
      "..+###+..",
      "..+###+..",
      "...+++...",
      ".........",
      ".........",
    ]);
  });

  test("the colour is in the bytes' order of a canvas", () => {
    const picture = emptyPicture(9, 9);
    press(picture, makeStamp(shape("disc"), 2, 0, RED, 9), 4, 4);

    expect(picture.pixels[4 * 9 + 4]).toBe(OPAQUE_RED);
    expect([...new Uint8Array(picture.pixels.buffer, (4 * 9 + 4) * 4, 4)]).toEqual([255, 0, 0, 255]);
  });

  test("a gap round the dot clears what lies below", () => {
    const picture = emptyPicture(11, 11);
    picture.pixels.fill(0xffffffff);
    press(picture, makeStamp(shape("disc"), 2, 1, RED, 11), 5, 5);

    expect(drawn(picture)[5]).toBe("##.+###+.##");
  });

  test("a dot at the edge is moved inside, not wrapped to the other side", () => {
    const picture = emptyPicture(9, 9);
    press(picture, makeStamp(shape("square"), 1, 0, RED, 9), -50, 4);

    const right = drawn(picture).map((row) => row.slice(5));
    expect(right.join("")).toBe(".".repeat(36));
    expect(picture.pixels.some((pixel) => pixel !== 0)).toBe(true);
  });

  test("a picture smaller than a dot stays empty", () => {
    const picture = emptyPicture(3, 3);
    press(picture, makeStamp(shape("disc"), 4, 0, RED, 3), 1, 1);

    expect(drawn(picture)).toEqual(["...", "...", "..."]);
  });

  test("every shape leaves other pixels", () => {
    const pictures = SHAPES.map((one) => {
      const picture = emptyPicture(25, 25);
      press(picture, makeStamp(one, 8, 0, RED, 25), 12, 12);
      return drawn(picture).join("\n");
    });
    expect(new Set(pictures).size).toBe(SHAPES.length);
  });
});

describe("shape", () => {
  test("a group keeps its look by its letter, whatever its place in the list", () => {
    expect(lookOf("B")).toEqual({ colour: "--group-2", shape: shape("square") });
  });

  test("thirty-six letters look different from one another", () => {
    const looks = Array.from({ length: 36 }, (_, i) => lookOf(String.fromCodePoint(65 + i)));
    expect(new Set(looks.map((look) => look.colour + look.shape.name)).size).toBe(36);
  });

  test("all shapes hold their centre", () => {
    expect(SHAPES.map((one) => isInside(one, 0, 0))).toEqual(SHAPES.map(() => true));
  });

  test("the mark in the legend has the same corners", () => {
    expect(path(shape("diamond"))).toBe("M0 -1.2L1.2 0L0 1.2L-1.2 0z");
  });
});

describe("tween", () => {
  const arrived = still([0, 0, 100, 100]);

  test("begins where the dots were and ends at their new place", () => {
    const tween = leadTo(arrived, [50, 50, 100, 0], 1000, 400);

    expect([...at(tween, 1000)]).toEqual([0, 0, 100, 100]);
    expect([...at(tween, 1400)]).toEqual([50, 50, 100, 0]);
    expect(isOver(tween, 1399)).toBe(false);
    expect(isOver(tween, 1400)).toBe(true);
  });

  test("interrupted, it goes on from where the dots are", () => {
    const first = leadTo(arrived, [50, 50, 100, 0], 1000, 400);
    const halfway = [...at(first, 1200)];
    const second = leadTo(first, [0, 0, 0, 0], 1200, 400);

    expect([...at(second, 1200)]).toEqual(halfway);
    expect(halfway).toEqual([25, 25, 100, 50]);
  });

  test("with no duration it jumps", () => {
    expect([...at(leadTo(arrived, [7, 7, 8, 8], 1000, 0), 1000)]).toEqual([7, 7, 8, 8]);
  });

  test("somebody new appears at their place", () => {
    const tween = leadTo(arrived, [0, 0, 100, 100, 60, 70], 1000, 400);
    expect([...at(tween, 1001)].slice(4)).toEqual([60, 70]);
  });

  test("a map with fewer dots than before is no error", () => {
    expect([...at(leadTo(arrived, [1, 2], 1000, 400), 2000)]).toEqual([1, 2]);
  });
});

describe("scale", () => {
  test("the middle of the map is the middle of the picture", () => {
    const { startX, stepX, startY, stepY } = scaleTo(1920, 1080, 20);
    expect([MIDDLE * stepX + startX, MIDDLE * stepY + startY]).toEqual([960, 540]);
  });

  test("a wide picture stretches the map by half at most", () => {
    const { stepX, stepY } = scaleTo(3000, 1000, 0);
    expect(stepX / stepY).toBeCloseTo(1.5, 6);
  });

  test("the inset stays free", () => {
    const { startY, stepY } = scaleTo(1000, 1000, 10);
    expect([Math.round(startY), Math.round(EXTENT * stepY + startY)]).toEqual([10, 990]);
  });

  test("a projector of four thousand pixels is drawn at half resolution, others at their own", () => {
    expect([resolution(1920, 1080, 1), resolution(390, 390, 3), resolution(1920, 1080, 2)]).toEqual([1, 3, 1]);
  });

  test("dots are larger while there are few people", () => {
    const [few, many] = [dotRadius(1920, 1080, 50), dotRadius(1920, 1080, 10_000)];
    expect([few > 10, many < 4, many >= 1.5]).toEqual([true, true, true]);
  });

  test("a map that keeps to the middle is zoomed in", () => {
    expect(zoomFor([MIDDLE - 8000, MIDDLE, MIDDLE + 8000, MIDDLE], 1)).toBe(3.2);
    expect([...zoomed([MIDDLE + 1000], 2)]).toEqual([MIDDLE + 2000]);
  });

  test("the zoom stays as it was while that fits well enough, and never cuts anybody off", () => {
    expect(zoomFor([MIDDLE - 12_000, MIDDLE], 2)).toBe(2);
    expect(zoomFor([0, MIDDLE], 2)).toBe(1);
    expect(zoomFor([MIDDLE, MIDDLE], 2)).toBe(1);
  });

  test("a map with everybody in the middle says nothing yet", () => {
    expect([hasPlaces([]), hasPlaces([MIDDLE, MIDDLE]), hasPlaces([MIDDLE, 40_000])]).toEqual([false, false, true]);
  });
});

describe("labels", () => {
  const label = { width: 40, height: 20 };
  const picture = { width: 400, height: 300 };

  test("stay at their centres where there is room", () => {
    const spots = [{ x: 100, y: 100 }, { x: 300, y: 200 }];
    expect(spread(spots, label, picture)).toEqual(spots);
  });

  test("on the very same spot are moved apart", () => {
    const [one, other] = spread([{ x: 200, y: 100 }, { x: 200, y: 100 }], label, picture);
    expect([one, other]).toEqual([{ x: 200, y: 90 }, { x: 200, y: 110 }]);
  });

  test("at the edge are kept in the picture", () => {
    expect(spread([{ x: -10, y: 400 }], label, picture)).toEqual([{ x: 20, y: 290 }]);
  });
});
