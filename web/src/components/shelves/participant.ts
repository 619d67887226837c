import type { Example } from "../../ui/example";
import { shelfOf } from "../examples";
import "../../participant/participant.css";

export const SHELF = shelfOf(
  ["common", "participant", "later", "level", "map", "notes", "own", "reasons", "room"],
  import.meta.glob<readonly Example[]>("../../participant/**/*.examples.tsx", { eager: true, import: "EXAMPLES" }),
);
