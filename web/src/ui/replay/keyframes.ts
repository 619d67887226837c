import type { Cloud } from "./clouds";
import type { Keyframe } from "./Replay";

interface Told {
  readonly kind: string;
  /** Not in reports of older versions. */
  readonly clouds?: readonly Cloud[];
}

interface Words<Moment> {
  /** When a stand was, and how far things were. */
  stand(moment: Moment): string;
  /** What befell; undefined where that is not told. */
  happening(moment: Moment): string | undefined;
}

/** A keyframe for each stand whose map is told, in their order, with what happened since the one before. */
export const keyframes = <Moment extends Told>(moments: readonly Moment[], words: Words<Moment>): Keyframe[] => {
  const frames: Keyframe[] = [];
  let happened: string[] = [];
  for (const moment of moments) {
    const { kind, clouds = [] } = moment;
    const befell = words.happening(moment);
    if (befell !== undefined) happened.push(befell);
    if (kind !== "stand" || clouds.length === 0) continue;
    frames.push({ clouds, words: words.stand(moment), happened });
    happened = [];
  }
  return frames;
};
