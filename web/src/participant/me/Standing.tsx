import { type MapState, NO_GROUP } from "../../view/view";
import { OpinionMap } from "../../ui/map/OpinionMap";
import type { Phone } from "../phone";
import { t } from "../later-words";

/** Where the owner stands among the others, in words and as a picture: on each prompt that has a map. */
export const Standing = ({ phone }: { phone: Phone }) => {
  const { prompts, maps, ownDot } = phone.view.value;
  const withMap = [...prompts.values()].filter((prompt) => maps.has(prompt.id));
  if (withMap.length === 0) return <p class="quiet">{t("me.no-map")}</p>;
  return (
    <div class="standing">
      {withMap.map((prompt) => {
        const map = maps.get(prompt.id);
        if (map === undefined) return null;
        const dot = ownDot.get(prompt.id);
        return (
          <section key={prompt.id}>
            {prompts.size > 1 && <h3 dir="auto">{prompt.text}</h3>}
            <p>{standingIn(map, dot)}</p>
            {dot !== undefined && (
              <div class="standing__map">
                <OpinionMap map={map} ownDot={dot} label={t("me.map")} />
              </div>
            )}
          </section>
        );
      })}
      <p class="quiet">{t("me.only-here")}</p>
    </div>
  );
};

const standingIn = (map: MapState, dot: number | undefined): string => {
  if (dot === undefined) return t("me.no-dot");
  if (map.groupsList.length < 2) return t("me.one-group");
  const group = map.groupsList[map.groups[dot] ?? NO_GROUP];
  return group === undefined ? t("me.in-none") : t("me.in-group", { label: group.label, n: group.size });
};
