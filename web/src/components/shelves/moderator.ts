import type { Example } from "../../ui/example";
import { shelfOf } from "../examples";
import "../../moderator/moderator.css";
import "../../moderator/panels.css";
import "../../moderator/access/access.css";
import "../../moderator/instruments/instruments.css";
import "../../moderator/programme/programme.css";
import "../../moderator/queue/queue.css";
import "../../moderator/setup/steps.css";
import "../../moderator/stage/stage.css";

export const SHELF = shelfOf(
  ["common", "map", "notes", "replay", "room", "scenes", "reasons", "moderator", "steering", "roles", "heard", "items", "keeping", "level", "tickets", "flags"],
  import.meta.glob<readonly Example[]>("../../moderator/**/*.examples.tsx", { eager: true, import: "EXAMPLES" }),
);
