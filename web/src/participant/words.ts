import { bestOf, type Catalogue, has, offer, type Params, setLanguage, t as read } from "../text";
import common from "../text/common.en.json";
import map from "../text/map.en.json";
import participant from "../text/participant.en.json";

type Key = keyof typeof common | keyof typeof map | keyof typeof participant;

const ENGLISH: Catalogue = { ...common, ...map, ...participant };
// Fetched by those who read it: as words for everybody it would be an eighth of the page.
const french = (): Promise<Catalogue> => import("./french").then((module) => module.FRENCH);

/** A page that waits for its words is blank; after this long, English is better. */
const PATIENCE_MS = 1_000;

/** The phone's words, in the page's language. */
export const t = (key: Key, params?: Params): string => read(key, params);

/** Why the rules said no; a code from a newer server has words too. */
export const refusal = (code: string): string => {
  const key = `refused.${code}`;
  return has(key) ? read(key) : t("refused.other");
};

/**
 * Puts the page into the first of the wanted languages that there are words for, else into English. Resolves once they
 * are there, or have been too long on the way; then the page changes over when they come.
 */
export const speak = async (wanted: readonly string[]): Promise<void> => {
  offer({ en: ENGLISH, fr: french });
  const arrived = setLanguage(bestOf(wanted) ?? "en").catch(() => undefined);
  await Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
};
