import type { Example } from "../ui/example";

export interface Component {
  /** Its folder in `ui`. */
  readonly name: string;
  readonly examples: readonly Example[];
}

const FOUND = import.meta.glob<readonly Example[]>("../ui/*/*.examples.tsx", { eager: true, import: "EXAMPLES" });

/** The components of `ui`, by their folders, with the examples that lie there. */
export const COMPONENTS: readonly Component[] = Object.entries(FOUND).map(([file, examples]) => ({
  name: file.split("/").at(-2) ?? file,
  examples,
}));
