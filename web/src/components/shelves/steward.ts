import type { Example } from "../../ui/example";
import { shelfOf } from "../examples";
import "../../steward/steward.css";

export const SHELF = shelfOf(
  ["common", "steward", "tickets"],
  import.meta.glob<readonly Example[]>("../../steward/**/*.examples.tsx", { eager: true, import: "EXAMPLES" }),
);
