import { useEffect, useId, useState } from "preact/hooks";

import { language, t } from "../../text";
import { Button } from "../button/Button";
import { type Cloud, cloudsAt } from "./clouds";
import { ReplayMap } from "./ReplayMap";
import "./replay.css";

export interface Keyframe {
  readonly clouds: readonly Cloud[];
  /** When it was, and how far things were. */
  readonly words: string;
  /** What befell the groups since the frame before. */
  readonly happened: readonly string[];
}

interface Props {
  frames: readonly Keyframe[];
  /** A mark is so many people at least. */
  k: number;
  /** What the picture is of, for those who do not see it. */
  label: string;
  /** Plays by itself, and again and again: for a screen, where nobody presses anything. */
  onItsOwn?: boolean;
  /** Stands still for now. */
  isHeld?: boolean;
}

const WHOLE_MS = 20_000;
const LEAST_STEP_MS = 900;
/** How long a screen keeps the result before it begins anew, as steps. */
const REST_STEPS = 4;
const MOST_MARKS = 160;

/** The course of a map, from the first stand to the result, in some twenty seconds; to be held, and gone through by hand. */
export const Replay = ({ frames, k, label, onItsOwn = false, isHeld = false }: Props) => {
  const last = frames.length - 1;
  const [time, setTime] = useState(onItsOwn ? 0 : last);
  const [isPlaying, setPlaying] = useState(onItsOwn);
  const slider = useId();
  const step_ms = Math.max(LEAST_STEP_MS, WHOLE_MS / Math.max(1, last));

  useEffect(() => {
    if (!isPlaying || isHeld) return;
    let then = performance.now();
    let due = requestAnimationFrame(function draw(now) {
      const gone = (now - then) / step_ms;
      then = now;
      setTime((before) => {
        if (before + gone < last + (onItsOwn ? REST_STEPS : 0)) return before + gone;
        if (onItsOwn) return 0;
        setPlaying(false);
        return last;
      });
      due = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(due);
  }, [isPlaying, isHeld, step_ms, last, onItsOwn]);

  const shown = Math.min(last, time);
  // For those who asked for no motion it goes on in steps.
  const drawn = wantsMotion() ? shown : Math.floor(shown);
  const at = frames[Math.floor(shown + 0.001)];
  if (at === undefined) return null;
  const most = Math.max(...frames.map(({ clouds }) => clouds.reduce((sum, { people }) => sum + people, 0)));
  const each = k * Math.max(1, Math.ceil(most / MOST_MARKS / k));
  const play = () => {
    if (!isPlaying && time >= last) setTime(0);
    setPlaying(!isPlaying);
  };
  return (
    <figure class="replay">
      <ReplayMap clouds={cloudsAt(frames.map(({ clouds }) => clouds), drawn)} each={each} label={label} />
      <figcaption>
        <div class="replay__controls">
          <Button onClick={play}>
            {t(isPlaying ? "replay.pause" : time >= last ? "replay.play" : "replay.on")}
          </Button>
          <label class="visually-hidden" for={slider}>
            {t("replay.moment")}
          </label>
          <input
            id={slider}
            type="range"
            min={0}
            max={last}
            step={1}
            value={Math.floor(shown + 0.001)}
            aria-valuetext={[at.words, ...at.happened].join(" ")}
            onInput={(event) => {
              setPlaying(false);
              setTime(Number(event.currentTarget.value));
            }}
          />
        </div>
        <p class="replay__words">{at.words}</p>
        <p class="replay__happened">{at.happened.join(" ")}</p>
        <p class="replay__how">{t("replay.how", { n: new Intl.NumberFormat(language.value).format(each) })}</p>
      </figcaption>
    </figure>
  );
};

const wantsMotion = (): boolean => !matchMedia("(prefers-reduced-motion: reduce)").matches;
