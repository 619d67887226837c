import { t } from "../../text";
import { isolated } from "../../text/isolated";
import { Button } from "../../ui/button/Button";
import type { AtDesk } from "../../wire/messages";

export type Claimed = AtDesk;

/** What a moderator is called by the others. */
export const nameOf = ({ name, colour }: AtDesk): string => (name === "" ? `${t("claim.nameless")} ${colour + 1}` : name);

/** A moderator's mark: an initial on a colour; the colour is never the only sign. */
export const Mark = ({ moderator }: { moderator: AtDesk }) => (
  <span class="mark" data-colour={moderator.colour % 4} aria-hidden="true">
    {moderator.name === "" ? moderator.colour + 1 : [...moderator.name][0]?.toLocaleUpperCase()}
  </span>
);

/** Says that another moderator is on the statement, with the way to take it over. */
export const ClaimedBy = ({ claimed, onTakeOver }: { claimed: Claimed; onTakeOver: () => void }) => (
  <p class="claimed">
    <Mark moderator={claimed} />
    <span>{t("claim.by", { name: isolated(nameOf(claimed)) })}</span>
    <Button rank="quiet" onClick={onTakeOver}>
      {t("claim.take")}
    </Button>
  </p>
);
