import { language, t } from "../../text";
import { isolated } from "../../text/isolated";
import type { Heard, PromptView, Venue } from "../../wire/messages";
import type { Desk } from "../desk-state";

/** For each open prompt, how many people have voted in each venue and far away, and which of them is heard less. */
export const HeardByPlace = ({ desk }: { desk: Desk }) => {
  const { event, maps, prompts } = desk.view.value;
  const told = [...prompts.values()].flatMap((prompt) => {
    const heard = maps.get(prompt.id)?.heard ?? [];
    return prompt.phase === "open" && heard.length > 1 ? [{ prompt, heard }] : [];
  });
  if (told.length === 0) return null;
  return (
    <div class="heard">
      <h3>{t("heard.title")}</h3>
      {told.map((one) => (
        <OfPrompt key={one.prompt.id} {...one} venues={event?.venues ?? []} />
      ))}
    </div>
  );
};

interface Props {
  prompt: PromptView;
  heard: readonly Heard[];
  venues: readonly Venue[];
}

const OfPrompt = ({ prompt, heard, venues }: Props) => {
  const number = new Intl.NumberFormat(language.value);
  const tenths = new Intl.NumberFormat(language.value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const places = inOrder(heard, venues);
  const quiet = heardLess(heard);
  return (
    <>
      <table>
        <caption>{t("prompt.number", { n: prompt.number })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("heard.place")}</th>
            <th scope="col">{t("heard.people")}</th>
            <th scope="col">{t("heard.votes")}</th>
            <th scope="col">{t("heard.each")}</th>
          </tr>
        </thead>
        <tbody>
          {places.map((one) => (
            <tr key={one.place ?? ""}>
              <th scope="row">
                <bdi>{nameOf(one, venues)}</bdi>
              </th>
              {one.people === 0 ? (
                <td colSpan={3} class="hint">
                  {t("heard.few")}
                </td>
              ) : (
                <>
                  <td>{number.format(one.people)}</td>
                  <td>{number.format(one.votes)}</td>
                  <td>{tenths.format(one.votes / one.people)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {quiet && (
        <p class="heard__quiet">
          {t("heard.quiet", {
            place: isolated(nameOf(quiet.heard, venues)),
            each: tenths.format(quiet.each),
            all: tenths.format(quiet.all),
          })}
        </p>
      )}
    </>
  );
};

const nameOf = ({ place }: Heard, venues: readonly Venue[]): string =>
  venues.find(({ id }) => id === place)?.name ?? t(place == null ? "place.in-room" : "place.remote");

/** As everywhere: the venues in the event's order, the room that is none, and then those far away. */
const inOrder = (heard: readonly Heard[], venues: readonly Venue[]): Heard[] => {
  const rank = ({ place }: Heard): number => {
    if (place == null) return venues.length;
    const venue = venues.findIndex(({ id }) => id === place);
    return venue < 0 ? venues.length + 1 : venue;
  };
  return [...heard].sort((one, other) => rank(one) - rank(other));
};

/** So much less than everybody's votes a person is heard less, and is worth a word from the stage. */
const LESS = 0.5;

interface Quiet {
  heard: Heard;
  each: number;
  all: number;
}

/** The place whose people have cast the fewest votes each, where that is less than half of what everybody has. */
export const heardLess = (heard: readonly Heard[]): Quiet | undefined => {
  const told = heard.filter(({ people }) => people > 0);
  const people = told.reduce((sum, one) => sum + one.people, 0);
  const all = told.reduce((sum, one) => sum + one.votes, 0) / Math.max(1, people);
  const [least] = told
    .map((one) => ({ heard: one, each: one.votes / one.people, all }))
    .sort((one, other) => one.each - other.each);
  return told.length > 1 && least && least.each < LESS * all ? least : undefined;
};
