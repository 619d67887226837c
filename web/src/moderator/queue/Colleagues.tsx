import { useState } from "preact/hooks";

import { t } from "../../text";
import type { Desk } from "../desk-state";
import { Mark, nameOf } from "./Claimed";

/** Who else is at a desk, and the name by which they know this one. Nothing while there is nobody else. */
export const Colleagues = ({ desk }: { desk: Desk }) => {
  const [name, setName] = useState(desk.name.value);
  const others = desk.others.value;
  if (others.length === 0) return null;
  return (
    <div class="colleagues">
      <p>
        {t("claim.here")}{" "}
        {others.map((one) => (
          <span key={one.device} class="colleagues__one">
            <Mark moderator={one} /> <bdi>{nameOf(one)}</bdi>
          </span>
        ))}
      </p>
      <label>
        {t("claim.name")}
        <input
          type="text"
          maxLength={40}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
          onChange={() => desk.setName(name)}
        />
      </label>
    </div>
  );
};
