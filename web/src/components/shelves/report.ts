import type { Example } from "../../ui/example";
import { shelfOf } from "../examples";
import "../../report/report.css";
import "../../report/groups.css";
import "../../report/statements.css";
import "../../report/parts.css";
import "../../report/paper.css";

export const SHELF = shelfOf(
  ["common", "joint", "map", "notes", "replay", "report"],
  import.meta.glob<readonly Example[]>("../../report/**/*.examples.tsx", { eager: true, import: "EXAMPLES" }),
);
