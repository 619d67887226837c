/**
 * Draws the dots of a map on a canvas and moves them when the map does. Holds the only animation loop of the map. Knows
 * nothing of the page, so that it can do its work away from it (`painting.ts`).
 */

import { dotRadius, insetFor, resolution, scaleTo, VACANT } from "./scale";
import { lookOf, UNGROUPED, type Look } from "./shapes";
import { makeStamp, press, type Colour, type Picture, type Stamp } from "./splat";
import { at, isOver, leadTo, still, type Tween } from "./tween";

/** How long dots are on their way; maps come every few seconds. */
export const JOURNEY_MS = 900;

/** The same after a freeze, when dots may have far to go. */
export const SLOW_MS = 2600;

/**
 * After a frame the page is left alone so many times as long as it took. A browser without a GPU paints four million
 * pixels on the processor; frames that come faster than it can do that wait for it, and everything else with them.
 */
const REST = 3;

/** How much larger one's own dot is. */
const OWN_DOT = 1.5;

export interface Dots {
  /** x, y pairs in map units. */
  places: Float32Array;
  /** For each dot the place of its group in `labels`; anything else means none. */
  groups: Uint8Array;
  labels: readonly string[];
  own: number | undefined;
}

/** What the tokens of the groups' colours mean where the map stands. */
export interface Palette {
  /** In the order of `Dots.labels`. */
  groups: readonly Colour[];
  ungrouped: Colour;
}

/** Told where one's own dot is, in pixels of the page, whenever it is drawn. */
export type OnOwnDot = (x: number, y: number, radius: number) => void;

const GREY: Colour = { red: 128, green: 128, blue: 128 };
const NOBODY: Dots = { places: new Float32Array(0), groups: new Uint8Array(0), labels: [], own: undefined };

export class Painter {
  private dots = NOBODY;
  private palette: Palette = { groups: [], ungrouped: GREY };
  private tween: Tween = still([]);
  private radius = 0;
  private ratio = 1;
  private image: ImageData | undefined;
  private picture: Picture = { pixels: new Uint32Array(0), width: 0, height: 0 };
  private stamps: Stamp[] = [];
  private ownStamp: Stamp | undefined;
  private request = 0;
  private restsUntil = 0;
  private readonly context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;

  constructor(
    private readonly canvas: HTMLCanvasElement | OffscreenCanvas,
    private readonly onOwnDot: OnOwnDot,
  ) {
    this.context = canvas.getContext("2d") as typeof this.context;
  }

  /** Leads every dot to its new place, or puts it there at once. */
  show(dots: Dots, palette: Palette, journey_ms: number): void {
    const first = this.dots.places.length === 0;
    const now = performance.now();
    this.tween = leadTo(this.tween, dots.places, now, first ? 0 : journey_ms);
    this.dots = dots;
    this.palette = palette;
    this.restamp();
    this.ask();
  }

  /** The canvas is now so large, in pixels of the page, of which the device has so many to each. */
  resize(width: number, height: number, devicePixelRatio: number): void {
    if (this.context === null || width < 1 || height < 1) return;
    this.ratio = resolution(width, height, devicePixelRatio);
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
    this.image = this.context.createImageData(this.canvas.width, this.canvas.height);
    this.picture = {
      pixels: new Uint32Array(this.image.data.buffer),
      width: this.image.width,
      height: this.image.height,
    };
    this.restamp();
    this.paint(performance.now()); // now, or the canvas would be empty for one frame
  }

  /** The page's colours have changed. */
  recolour(palette: Palette): void {
    this.palette = palette;
    this.restamp();
    this.ask();
  }

  stop(): void {
    cancelAnimationFrame(this.request);
  }

  private ask(): void {
    cancelAnimationFrame(this.request);
    this.request = requestAnimationFrame((now) => {
      const isLast = isOver(this.tween, now);
      if (isLast || now >= this.restsUntil) {
        const began = performance.now();
        this.paint(now);
        const ended = performance.now();
        this.restsUntil = ended + REST * (ended - began);
      }
      if (!isLast) this.ask();
    });
  }

  private paint(now: number): void {
    if (this.context === null || this.image === undefined) return;
    const { picture, dots } = this;
    const { startX, stepX, startY, stepY } = scaleTo(picture.width, picture.height, insetFor(this.radius));
    const places = at(this.tween, now);
    const ungrouped = this.stamps.at(-1) as Stamp;
    picture.pixels.fill(0);
    for (let i = 0; i < dots.groups.length; i++) {
      if (dots.groups[i] === VACANT) continue;
      const x = (places[2 * i] as number) * stepX + startX;
      const y = (places[2 * i + 1] as number) * stepY + startY;
      press(picture, this.stamps[dots.groups[i] as number] ?? ungrouped, x, y);
    }
    if (dots.own !== undefined && dots.own < dots.groups.length && this.ownStamp !== undefined) {
      const x = (places[2 * dots.own] as number) * stepX + startX;
      const y = (places[2 * dots.own + 1] as number) * stepY + startY;
      press(picture, this.ownStamp, x, y);
      this.onOwnDot(x / this.ratio, y / this.ratio, (this.radius * OWN_DOT) / this.ratio);
    }
    this.context.putImageData(this.image, 0, 0);
  }

  private restamp(): void {
    const { dots, picture, palette } = this;
    if (picture.width === 0) return;
    this.radius = dotRadius(picture.width, picture.height, dots.groups.length);
    const gap = Math.max(0.75, this.radius * 0.14);
    const stamp = (look: Look, colour: Colour, radius: number) =>
      makeStamp(look.shape, radius, gap, colour, picture.width);
    const looks = dots.labels.map((label, place) => ({ look: lookOf(label), colour: palette.groups[place] ?? GREY }));
    const none = { look: UNGROUPED, colour: palette.ungrouped };
    this.stamps = [
      ...looks.map(({ look, colour }) => stamp(look, colour, this.radius)),
      stamp(none.look, none.colour, this.radius * 0.7),
    ];
    const own = dots.own === undefined ? undefined : (looks[dots.groups[dots.own] ?? -1] ?? none);
    this.ownStamp = own && stamp(own.look, own.colour, this.radius * OWN_DOT);
  }
}
