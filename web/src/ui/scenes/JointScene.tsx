import { language, t } from "../../text";
import { isolated } from "../../text/isolated";
import type { MapState } from "../../view/maps";
import { reasonFor } from "../../view/notes";
import { GroupMark } from "../map/GroupMark";
import { MapInWords } from "../map/MapInWords";
import { OpinionMap } from "../map/OpinionMap";
import { hasPlaces } from "../map/scale";
import { PromptLine } from "./PromptLine";
import type { Showing, Together } from "./showing";
import "./joint.css";

/** The maps of several prompts side by side, each as it goes on; of each the groups and how many are in them. */
export const JointScene = ({ showing: { together, slowly } }: { showing: Showing }) => (
  <section class="scene scene--joint">
    <h1 class="visually-hidden">{t("scene.joint")}</h1>
    <div class="scene-joint__maps" data-prompts={together.length}>
      {together.map((one) => (
        <OnePrompt key={one.prompt.id} {...one} slowly={slowly} />
      ))}
    </div>
    <p class="scene-joint__note">{t(together.length > 1 ? "joint.own-groups" : "joint.one-prompt")}</p>
    <div class="scene-map__words" tabIndex={0} role="group" aria-label={t("map.words.title")}>
      <h2>{t("map.words.title")}</h2>
      {together.map(({ prompt, map }) => (
        <section key={prompt.id}>
          <h3 dir="auto">{prompt.text}</h3>
          {map && hasPlaces(map.places) ? <MapInWords map={map} /> : <p>{whyNone(map)}</p>}
        </section>
      ))}
    </div>
  </section>
);

const OnePrompt = ({ prompt, map, slowly }: Together & { slowly: boolean | undefined }) => (
  <div class="scene-joint__prompt">
    <PromptLine prompt={prompt} />
    {map === undefined || !hasPlaces(map.places) ? (
      <p class="scene-joint__none">{whyNone(map)}</p>
    ) : (
      <>
        <div class="scene-joint__map">
          <OpinionMap map={map} slowly={slowly} label={t("map.label", { prompt: isolated(prompt.text) })} />
        </div>
        {map.groupsList.length === 0 ? (
          <p class="scene-joint__groups">{whyNone(map)}</p>
        ) : (
          <ul class="scene-joint__groups">
            {map.groupsList.map(({ label, size }) => (
              <li key={label}>
                <GroupMark group={label} />
                <bdi>{label}</bdi>
                <span>
                  <span aria-hidden="true">{new Intl.NumberFormat(language.value).format(size)}</span>
                  <span class="visually-hidden">{t("numbers.people", { n: size })}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </>
    )}
  </div>
);

const whyNone = (map: MapState | undefined): string => t(`too-early.${reasonFor(map?.notes ?? [])}`);
