/** The stands of a prompt's course as the replay has them. */

import type { Keyframe } from "../ui/replay/Replay";
import type { Moment, Prompt } from "./report";
import { counted, t, time } from "./words";

/** What befalls groups, and when everybody saw results: what may have moved people. */
const TOLD: readonly Moment["kind"][] = ["born", "ended", "merged", "split", "revealed"];

/** One a stand whose map is told, in their order, with what happened since the one before. */
export const keyframesOf = ({ moments }: Prompt): Keyframe[] => {
  const frames: Keyframe[] = [];
  let happened: string[] = [];
  for (const moment of moments) {
    if (moment.kind === "stand" && (moment.clouds ?? []).length > 0) {
      frames.push({ clouds: moment.clouds, words: `${time(moment.at_ms)} · ${standInWords(moment)}`, happened });
      happened = [];
    } else if (TOLD.includes(moment.kind)) {
      happened.push(t(`course.${moment.kind}`, { group: moment.group, other: moment.other }));
    }
  }
  return frames;
};

/** How far things were. */
export const standInWords = ({ people, statements, votes, groups }: Moment): string =>
  [
    t("course.stand", { people, statements, votes }),
    groups.length > 0
      ? t("course.groups", { n: groups.length, sizes: groups.map(counted).join(" · ") })
      : t("course.no-groups"),
  ].join(" ");
