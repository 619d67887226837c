import type { Report } from "./report";
import { placeName } from "./places";
import { counted, t, tOr } from "./words";

/** Who took part and how, and what is not in the report. */
export const PeoplePart = ({ report }: { report: Report }) => {
  const { attendance, privacy, prompts } = report;
  const places = attendance.places.filter(({ people }) => people !== 0);
  const waiting = prompts.reduce((sum, { left_out }) => sum + left_out.waiting, 0);
  const rejected = prompts.reduce((sum, { left_out }) => sum + left_out.rejected, 0);
  const flagged = Math.max(0, ...prompts.map(({ result }) => result.flagged ?? 0));
  return (
    <section id="people" class="people" aria-labelledby="people-title">
      <h2 id="people-title">{t("people.title")}</h2>
      <dl class="facts">
        <Fact name={t("people.joined")} value={orFew(attendance.joined, privacy.k)} />
        <Fact name={t("people.voted")} value={counted(attendance.voted)} />
        <Fact name={t("people.wrote")} value={orFew(attendance.wrote, privacy.k)} />
        <Fact name={t("people.median")} value={counted(attendance.median_votes)} />
        <Fact name={t("people.changed")} value={orFew(attendance.changed, privacy.k)} />
        {flagged > 0 && <Fact name={t("people.flagged")} value={counted(flagged)} />}
        {places.map((place) => (
          <Fact key={`${place.kind}${place.name}`} name={placeName(place)} value={orFew(place.people, privacy.k)} />
        ))}
      </dl>
      {attendance.levels.length > 0 && (
        <>
          <h3>{t("levels.title")}</h3>
          <dl class="facts">
            {attendance.levels.map(({ name, people }) => (
              <Fact key={name} name={tOr(`levels.${name}`, "levels.device")} value={orFew(people, privacy.k)} />
            ))}
          </dl>
        </>
      )}
      <p>{tOr(`assurance.${privacy.assurance}`, "assurance.device")}</p>
      <p>{t("people.not-everybody")}</p>
      {waiting + rejected > 0 && (
        <>
          <h3>{t("left-out.title")}</h3>
          <p>{t("left-out.counts", { waiting, rejected })}</p>
        </>
      )}
    </section>
  );
};

const orFew = (n: number | null, k: number): string => (n === null ? t("few", { k }) : counted(n));

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>
      <bdi>{name}</bdi>
    </dt>
    <dd>{value}</dd>
  </div>
);
