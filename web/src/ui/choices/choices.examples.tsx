import { useState } from "preact/hooks";

import { t } from "../../text";
import type { Choice } from "../../wire/messages";
import type { Example } from "../example";
import { Choices } from "./Choices";
import { CompactChoices } from "./CompactChoices";

const Chosen = (props: { first?: Choice; compact?: boolean; disabled?: boolean }) => {
  const [mine, setMine] = useState(props.first);
  const words = { agree: t("choice.agree"), disagree: t("choice.disagree"), pass: t("choice.pass") };
  const Drawn = props.compact ? CompactChoices : Choices;
  return <Drawn mine={mine} words={words} disabled={props.disabled ?? false} onChoose={setMine} />;
};

export const EXAMPLES: readonly Example[] = [
  { name: "no answer yet", Draw: () => <Chosen /> },
  { name: "an answer that stands", Draw: () => <Chosen first="agree" /> },
  { name: "voting is paused", Draw: () => <Chosen first="disagree" disabled /> },
  { name: "compact, in a list of many", Draw: () => <Chosen first="pass" compact /> },
];
