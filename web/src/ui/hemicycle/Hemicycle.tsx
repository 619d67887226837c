import { t } from "../../text";
import { seatingFor } from "./seats";
import "./hemicycle.css";

/** The hall as it fills: a seat for everybody who has joined, and always some to spare. The number stands beside it. */
export const Hemicycle = ({ people }: { people: number }) => {
  const { seats, radius, each } = seatingFor(people);
  const taken = Math.ceil(people / each);
  return (
    <figure class="hemicycle">
      <svg viewBox="-1.05 -1.05 2.1 1.1" aria-hidden="true">
        {seats.map(({ x, y }, place) => (
          <circle key={place} class={place < taken ? "hemicycle__taken" : "hemicycle__free"} cx={x} cy={-y} r={radius} />
        ))}
      </svg>
      {each > 1 && <figcaption>{t("lobby.seat", { n: each })}</figcaption>}
    </figure>
  );
};
