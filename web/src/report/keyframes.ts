/** The stands of a prompt's course as the replay has them. */

import { keyframes } from "../ui/replay/keyframes";
import type { Keyframe } from "../ui/replay/Replay";
import type { Moment, Prompt } from "./report";
import { counted, t, time } from "./words";

/** What befalls groups, and when everybody saw results: what may have moved people. */
const TOLD: readonly Moment["kind"][] = ["born", "ended", "merged", "split", "revealed"];

export const keyframesOf = ({ moments }: Prompt): Keyframe[] =>
  keyframes(moments, {
    stand: (moment) => `${time(moment.at_ms)} · ${standInWords(moment)}`,
    happening: ({ kind, group, other }) => (TOLD.includes(kind) ? t(`course.${kind}`, { group, other }) : undefined),
  });

/** How far things were. */
export const standInWords = ({ people, statements, votes, groups }: Moment): string =>
  [
    t("course.stand", { people, statements, votes }),
    groups.length > 0
      ? t("course.groups", { n: groups.length, sizes: groups.map(counted).join(" · ") })
      : t("course.no-groups"),
  ].join(" ");
