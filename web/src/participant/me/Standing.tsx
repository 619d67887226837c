import { type MapState, NO_GROUP, VACANT, type OwnDot } from "../../view/view";
import { OpinionMap } from "../../ui/map/OpinionMap";
import type { Phone } from "../phone";
import { asRead } from "../reading";
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
        const told = ownDot.get(prompt.id);
        const dot = told && map.groups[told.dot] !== VACANT ? told : undefined;
        return (
          <section key={prompt.id}>
            {prompts.size > 1 && (
              <h3 dir="auto" lang={asRead(prompt).language}>
                {asRead(prompt).text}
              </h3>
            )}
            <p>{standingIn(map, dot)}</p>
            {dot !== undefined && (
              <div class="standing__map">
                <OpinionMap map={map} ownDot={dot.dot} region={dot} label={t("me.map")} />
              </div>
            )}
          </section>
        );
      })}
      {[...ownDot.values()].some((dot) => dot.reach > 0) && <p class="quiet">{t("me.region")}</p>}
      <p class="quiet">{t("me.only-here")}</p>
    </div>
  );
};

/** In words, and no surer than the analysis is. */
const standingIn = (map: MapState, own: OwnDot | undefined): string => {
  if (own === undefined) return t("me.no-dot");
  const group = map.groupsList[map.groups[own.dot] ?? NO_GROUP];
  if (group !== undefined && map.groupsList.length > 1) return t("me.in-group", { label: group.label, n: group.size });
  if (map.groupsList.length < 2) return t("me.one-group");
  if (own.likely === "") return t("me.in-none");
  return own.votesToTell > 0
    ? t("me.likely", { label: own.likely, n: own.votesToTell })
    : t("me.between", { label: own.likely });
};
