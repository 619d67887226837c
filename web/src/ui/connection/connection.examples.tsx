import { t } from "../../text";
import type { Example } from "../example";
import { ConnectionWord } from "./ConnectionWord";

const STATES = ["connecting", "live", "quiet", "waiting", "full", "closed"] as const;

export const EXAMPLES: readonly Example[] = STATES.map((state) => ({
  name: state,
  Draw: () => <ConnectionWord state={state} word={t(`link.${state}`)} />,
}));
