import type { RefObject } from "preact";

import { t } from "../text";
import { Button } from "../ui/button/Button";
import { REASONS } from "./queue/decisions";
import { areShortcutsOn, switchShortcuts } from "./shortcuts";

const KEYS = [
  ["j", "help.next"],
  ["k", "help.previous"],
  ["s", "help.show"],
  ["r", "help.reject"],
  ["m", "help.merge"],
  ["e", "help.mend"],
  ["x", "help.select"],
  ["u", "help.undo"],
  ["/", "help.find"],
  ["n", "help.on-next"],
  ["f", "help.freeze"],
  ["a", "help.announce"],
  ["?", "help.help"],
] as const;

/** The desk's keys, in a dialog that closes with Escape and gives the focus back. */
export const Help = ({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) => (
  <dialog class="help" ref={dialog} aria-labelledby="help-title">
    <h2 id="help-title">{t("help.title")}</h2>
    <dl>
      {KEYS.map(([key, words]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{t(words)}</dd>
        </div>
      ))}
      {REASONS.map((reason, index) => (
        <div key={reason}>
          <dt>
            <kbd>{index + 1}</kbd>
          </dt>
          <dd>{t("help.reject-as", { reason: t(`reason.${reason}`) })}</dd>
        </div>
      ))}
    </dl>
    <label class="help__switch">
      <input
        type="checkbox"
        role="switch"
        checked={areShortcutsOn.value}
        onChange={(event) => switchShortcuts(event.currentTarget.checked)}
      />
      {t("help.on")}
    </label>
    <Button rank="main" onClick={() => dialog.current?.close()}>
      {t("help.close")}
    </Button>
  </dialog>
);
