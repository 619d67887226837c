import type { Example } from "../../ui/example";
import { shelfOf } from "../examples";
import "../../projector/projector.css";

export const SHELF = shelfOf(
  ["common", "level", "map", "notes", "projector", "replay", "room", "scenes"],
  import.meta.glob<readonly Example[]>("../../projector/**/*.examples.tsx", { eager: true, import: "EXAMPLES" }),
);
