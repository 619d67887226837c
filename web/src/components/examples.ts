import type { Words } from "../text";
import type { Example } from "../ui/example";
import { languagesOf } from "./words";

export interface Component {
  /** Its folder. */
  readonly name: string;
  readonly examples: readonly Example[];
}

/** What one view of this page shows: the components of `ui`, or the parts of one page. */
export interface Shelf {
  readonly languages: Readonly<Record<string, Words>>;
  readonly components: readonly Component[];
}

/** catalogues: those that its page speaks from, in the page's order.   found: what a glob has found, by file. */
export const shelfOf = (catalogues: readonly string[], found: Readonly<Record<string, readonly Example[]>>): Shelf => ({
  languages: languagesOf(catalogues),
  components: Object.entries(found).map(([file, examples]) => ({ name: file.split("/").at(-2) ?? file, examples })),
});
