import { useState } from "preact/hooks";

import { t } from "../../text";
import type { Example } from "../example";
import { Button } from "./Button";

const Toggle = () => {
  const [pressed, setPressed] = useState(true);
  return (
    <Button pressed={pressed} onClick={() => setPressed(!pressed)}>
      {t("scene.map")}
    </Button>
  );
};

export const EXAMPLES: readonly Example[] = [
  { name: "main: the one thing to do here", Draw: () => <Button rank="main">{t("choice.agree")}</Button> },
  { name: "plain: something that can be done", Draw: () => <Button>{t("choice.agree")}</Button> },
  { name: "quiet: a way out", Draw: () => <Button rank="quiet">{t("choice.pass")}</Button> },
  {
    name: "disabled",
    Draw: () => (
      <Button rank="main" disabled>
        {t("choice.agree")}
      </Button>
    ),
  },
  { name: "pressed, until it is pressed again", Draw: Toggle },
];
