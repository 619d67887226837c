import { t } from "../../text";
import type { VenueGap } from "../../wire/messages";
import { PromptLine } from "./PromptLine";
import type { Showing } from "./showing";
import { TooEarly } from "./TooEarly";
import { sizeInList } from "./type-size";

const MOST = 4;

/** Statements on which one venue differs from all others by more than chance and its mix of groups explain. */
export const VenuesScene = ({ showing: { event, prompt, map, statements } }: { showing: Showing }) => {
  const rows = (map?.findings?.gaps ?? [])
    .flatMap((gap) => {
      const statement = statements.get(gap.statement);
      return statement ? [{ gap, statement }] : [];
    })
    .slice(0, MOST);
  const size = sizeInList(rows.map(({ statement }) => statement.text));
  return (
    <section class="scene scene--findings">
      {prompt && <PromptLine prompt={prompt} />}
      <div class="scene__heading">
        <h1 class="scene__title">{t("scene.venues")}</h1>
      </div>
      {map === undefined ? (
        <TooEarly notes={[]} />
      ) : rows.length === 0 ? (
        <p class="scene__nothing">{t(event.venues.length > 1 ? "venues.none" : "venues.one")}</p>
      ) : (
        <ol class="shifts" style={{ "--findings-size": size }}>
          {rows.map(({ gap, statement }) => (
            <li key={`${statement.id} ${gap.venue}`}>
              <p class="findings__text" dir="auto" lang={statement.language}>
                {statement.text}
              </p>
              <GapBars gap={gap} venue={event.venues.find(({ id }) => id === gap.venue)?.name ?? gap.venue} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};

/** The share that agrees in the venue and everywhere else, one bar below the other, with the counts in words. */
export const GapBars = ({ gap, venue }: { gap: VenueGap; venue: string }) => (
  <dl class="gap">
    <div class="gap__here">
      <dt>
        <bdi>{venue}</bdi>
      </dt>
      <Share agree={gap.agree} votes={gap.votes} />
    </div>
    <div>
      <dt>{t("venues.elsewhere")}</dt>
      <Share agree={gap.other_agree} votes={gap.other_votes} />
    </div>
  </dl>
);

const Share = ({ agree, votes }: { agree: number; votes: number }) => (
  <dd>
    <span class="gap__bar" aria-hidden="true">
      <span style={{ inlineSize: `${(100 * agree) / Math.max(votes, 1)}%` }} />
    </span>
    <span>{t("venues.share", { agree, votes })}</span>
  </dd>
);
