import { t } from "../../text";
import type { Example } from "../example";
import { EmptyState } from "./EmptyState";

export const EXAMPLES: readonly Example[] = [
  { name: "a heading alone", Draw: () => <EmptyState heading={t("too-early.lead")} /> },
  {
    name: "with what comes next",
    Draw: () => (
      <EmptyState heading={t("too-early.lead")}>
        <p>{t("too-early.more-votes")}</p>
      </EmptyState>
    ),
  },
];
