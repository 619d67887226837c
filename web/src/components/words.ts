import type { Catalogue, Words } from "../text";

// All languages at once: this page has no budget, and going from one to the next must not wait for anything.
const FILES = import.meta.glob<Catalogue>("../text/*.*.json", { eager: true, import: "default" });

/** The words of these catalogues in every language; what a later one says under the same key holds. */
export const languagesOf = (catalogues: readonly string[]): Readonly<Record<string, Words>> => {
  const words: Record<string, Catalogue> = { en: {} };
  for (const catalogue of catalogues)
    for (const [file, said] of Object.entries(FILES)) {
      const [name, tag = ""] = (file.split("/").at(-1) ?? "").split(".");
      if (name === catalogue) words[tag] = { ...words[tag], ...said };
    }
  return words;
};
