import type { Example } from "../../ui/example";
import { shelfOf } from "../examples";

export const SHELF = shelfOf(
  ["common", "level", "map", "notes", "projector", "replay", "room", "scenes", "tickets"],
  import.meta.glob<readonly Example[]>("../../ui/*/*.examples.tsx", { eager: true, import: "EXAMPLES" }),
);
