import { language, t } from "../../text";
import type { Desk } from "../desk-state";
import type { Compared, Figures } from "../keeping/asking";

interface Props {
  desk: Desk;
  compared: Compared;
}

/** What the votes say with the ballots that look alike and without them, side by side. */
export const WithoutFlagged = ({ desk, compared }: Props) => {
  const { prompts, statements } = desk.view.value;
  const { whole, rest, moved, flagged } = compared;
  const title = t("flagged.title", { prompt: prompts.get(compared.prompt)?.number ?? "", n: flagged });
  if (rest === null) {
    return (
      <p class="stage__note">
        {title} {t("flagged.too-few")}
      </p>
    );
  }
  const number = new Intl.NumberFormat(language.value);
  const share = new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: 0 });
  const rows: readonly (readonly [string, (figures: Figures) => string])[] = [
    [t("flagged.people"), ({ people }) => number.format(people)],
    [t("strip.votes"), ({ votes }) => number.format(votes)],
    [t("flagged.groups"), ({ groups }) => groupsInWords(groups)],
    [t("scene.common-ground"), ({ common_ground }) => number.format(common_ground)],
    [t("scene.fault-lines"), ({ fault_lines }) => number.format(fault_lines)],
  ];
  return (
    <div class="flagged">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("flagged.with")}</th>
            <th scope="col">{t("flagged.without")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, said]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{said(whole)}</td>
              <td>{said(rest)}</td>
            </tr>
          ))}
          {moved.map((one) => {
            const statement = statements.get(one.statement);
            return (
              <tr key={one.statement}>
                <th scope="row">
                  {t("flagged.agree")}{" "}
                  <span dir="auto" lang={statement?.language}>
                    {statement?.text ?? "…"}
                  </span>
                </th>
                <td>{share.format(one.whole)}</td>
                <td>{share.format(one.rest)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

const groupsInWords = (groups: Figures["groups"]): string => {
  const parts = Object.entries(groups).map(([label, people]) => `${label} ${people}`);
  return parts.length === 0 ? "–" : parts.join(" · ");
};
