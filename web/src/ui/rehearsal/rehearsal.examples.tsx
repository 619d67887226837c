import { AN_EVENT } from "../../view/examples";
import type { Example } from "../example";
import { RehearsalBand } from "./RehearsalBand";

export const EXAMPLES: readonly Example[] = [
  { name: "in a rehearsal", Draw: () => <RehearsalBand event={{ ...AN_EVENT, rehearsal: true }} /> },
  { name: "in an archive", Draw: () => <RehearsalBand event={{ ...AN_EVENT, archive: true }} /> },
];
