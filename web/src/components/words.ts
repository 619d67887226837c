import type { Catalogue, Words } from "../text";

// All languages at once: this page has no budget, and going from one to the next must not wait for anything.
const FILES = import.meta.glob<Catalogue>("../text/{common,level,map,notes,projector,room,scenes,tickets}.*.json", {
  eager: true,
  import: "default",
});

/** All that the components of `ui` say. */
export const LANGUAGES: Readonly<Record<string, Words>> = Object.entries(FILES).reduce<Record<string, Catalogue>>(
  (words, [file, catalogue]) => {
    const tag = file.split(".").at(-2) ?? "";
    return { ...words, [tag]: { ...words[tag], ...catalogue } };
  },
  { en: {} },
);
