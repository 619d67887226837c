import { language, t } from "../../text";
import { isolated } from "../../text/isolated";
import { keyframes } from "../replay/keyframes";
import { Replay } from "../replay/Replay";
import { happeningInWords } from "./Happenings";
import { PromptLine } from "./PromptLine";
import type { Showing } from "./showing";
import { type ToldMoment, useCourse } from "./told-course";
import "./replay-scene.css";

/** How the staged prompt's map came about, again and again; held while the screen is frozen. */
export const ReplayScene = ({ showing: { event, prompt, stage } }: { showing: Showing }) => {
  const told = useCourse(event);
  const frames = keyframes(told?.course.get(prompt?.number ?? 0) ?? [], { stand, happening });
  return (
    <section class="scene scene--replay">
      {prompt && <PromptLine prompt={prompt} />}
      <h1 class="scene__title">{t("scene.replay")}</h1>
      {told && frames.length > 1 ? (
        <Replay
          key={prompt?.id}
          frames={frames}
          k={told.k}
          label={t("map.label", { prompt: isolated(prompt?.text ?? "") })}
          onItsOwn
          isHeld={stage.frozen}
        />
      ) : (
        <div class="too-early">
          <p class="too-early__lead">{t(event.report ? "replay.none" : "replay.waits")}</p>
        </div>
      )}
    </section>
  );
};

const TOLD = ["born", "ended", "merged", "split"] as const;

const happening = ({ kind, group, other }: ToldMoment): string | undefined => {
  const befell = TOLD.find((one) => one === kind);
  return befell && happeningInWords({ kind: befell, group, other });
};

const stand = ({ at_ms, people, votes }: ToldMoment): string => {
  const at = new Intl.DateTimeFormat(language.value, { timeStyle: "short" }).format(at_ms);
  const many = new Intl.NumberFormat(language.value).format(votes);
  return [at, t("numbers.people", { n: people }), `${many} ${t("numbers.votes", { n: votes })}`].join(" · ");
};
