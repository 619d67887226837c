/** A report's own file, from a disk or the server: what it says stands in it as JSON. */

const DATA = /<script type="application\/json" id="report"[^>]*>([^<]*)<\/script>/;

/** What the file of a report holds; undefined where it is none. */
export const reportData = (file: string): unknown => {
  try {
    return JSON.parse(DATA.exec(file)?.[1] ?? "") as unknown;
  } catch {
    return undefined; // another kind of file, or a damaged one
  }
};
