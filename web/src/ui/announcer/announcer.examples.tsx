import { t } from "../../text";
import { Button } from "../button/Button";
import type { Example } from "../example";
import { announce, Announcer, answer } from "./Announcer";

export const EXAMPLES: readonly Example[] = [
  {
    name: "heard, not seen: at most one thing every 15 seconds, answers before news",
    Draw: () => (
      <div>
        <Announcer />
        <Button onClick={() => answer(t("choice.agree"))}>{t("choice.agree")}</Button>{" "}
        <Button onClick={() => announce(t("happening.born", { group: "A" }))}>{t("scene.map")}</Button>
      </div>
    ),
  },
];
