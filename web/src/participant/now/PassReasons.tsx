import { Button } from "../../ui/button/Button";
import type { PassReason } from "../../wire/messages";
import { t } from "../later-words";
import "./pass.css";

const REASONS: readonly PassReason[] = ["unsure", "unclear", "not-for-me"];

interface Props {
  mine: PassReason | null;
  /** Null: the reason is taken back. */
  onChoose: (reason: PassReason | null) => void;
}

/** Why somebody passed, if they want to say so. */
export const PassReasons = ({ mine, onChoose }: Props) => (
  <fieldset class="pass-reasons">
    <legend class="quiet">{t("pass.why")}</legend>
    {REASONS.map((reason) => (
      <Button key={reason} pressed={mine === reason} onClick={() => onChoose(mine === reason ? null : reason)}>
        {t(`pass.${reason}`)}
      </Button>
    ))}
  </fieldset>
);
