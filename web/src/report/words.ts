import { has, language, type Params, speak as speakOneOf, t as read, type Words } from "../text";
import commonAr from "../text/common.ar.json";
import commonEn from "../text/common.en.json";
import commonEs from "../text/common.es.json";
import commonFr from "../text/common.fr.json";
import commonHi from "../text/common.hi.json";
import commonPt from "../text/common.pt.json";
import commonTh from "../text/common.th.json";
import commonZh from "../text/common.zh.json";
import jointAr from "../text/joint.ar.json";
import jointEn from "../text/joint.en.json";
import jointEs from "../text/joint.es.json";
import jointFr from "../text/joint.fr.json";
import jointHi from "../text/joint.hi.json";
import jointPt from "../text/joint.pt.json";
import jointTh from "../text/joint.th.json";
import jointZh from "../text/joint.zh.json";
import mapAr from "../text/map.ar.json";
import mapEn from "../text/map.en.json";
import mapEs from "../text/map.es.json";
import mapFr from "../text/map.fr.json";
import mapHi from "../text/map.hi.json";
import mapPt from "../text/map.pt.json";
import mapTh from "../text/map.th.json";
import mapZh from "../text/map.zh.json";
import notesAr from "../text/notes.ar.json";
import notesEn from "../text/notes.en.json";
import notesEs from "../text/notes.es.json";
import notesFr from "../text/notes.fr.json";
import notesHi from "../text/notes.hi.json";
import notesPt from "../text/notes.pt.json";
import notesTh from "../text/notes.th.json";
import notesZh from "../text/notes.zh.json";
import replayAr from "../text/replay.ar.json";
import replayEn from "../text/replay.en.json";
import replayEs from "../text/replay.es.json";
import replayFr from "../text/replay.fr.json";
import replayHi from "../text/replay.hi.json";
import replayPt from "../text/replay.pt.json";
import replayTh from "../text/replay.th.json";
import replayZh from "../text/replay.zh.json";
import reportAr from "../text/report.ar.json";
import reportEn from "../text/report.en.json";
import reportEs from "../text/report.es.json";
import reportFr from "../text/report.fr.json";
import reportHi from "../text/report.hi.json";
import reportPt from "../text/report.pt.json";
import reportTh from "../text/report.th.json";
import reportZh from "../text/report.zh.json";

type Key = keyof typeof commonEn | keyof typeof jointEn | keyof typeof mapEn | keyof typeof notesEn | keyof typeof replayEn | keyof typeof reportEn;

// All at hand: a report that was opened from a disk has nobody to fetch them from.
const LANGUAGES: Readonly<Record<string, Words>> = {
  en: { ...commonEn, ...jointEn, ...mapEn, ...notesEn, ...replayEn, ...reportEn },
  ar: { ...commonAr, ...jointAr, ...mapAr, ...notesAr, ...replayAr, ...reportAr },
  es: { ...commonEs, ...jointEs, ...mapEs, ...notesEs, ...replayEs, ...reportEs },
  fr: { ...commonFr, ...jointFr, ...mapFr, ...notesFr, ...replayFr, ...reportFr },
  hi: { ...commonHi, ...jointHi, ...mapHi, ...notesHi, ...replayHi, ...reportHi },
  pt: { ...commonPt, ...jointPt, ...mapPt, ...notesPt, ...replayPt, ...reportPt },
  th: { ...commonTh, ...jointTh, ...mapTh, ...notesTh, ...replayTh, ...reportTh },
  zh: { ...commonZh, ...jointZh, ...mapZh, ...notesZh, ...replayZh, ...reportZh },
};

/** The report's words, in the page's language. */
export const t = (key: Key, params?: Params): string => read(key, params);

/** The words for a code that a newer version may have added to; `other` where there are none. */
export const tOr = (key: string, other: Key, params?: Params): string => read(has(key) ? key : other, params);

/** Puts the page into the first of the wanted languages that there are words for, else into English. */
export const speak = (wanted: readonly string[]): Promise<void> => speakOneOf(LANGUAGES, wanted);

/** A share as people write it: whole percents. */
export const percent = (share: number): string =>
  new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: 0 }).format(share);

/** A difference of two shares, in percentage points, always with its sign. */
export const points = (difference: number): string =>
  new Intl.NumberFormat(language.value, { maximumFractionDigits: 0, signDisplay: "exceptZero" })
    .format(100 * difference)
    .replace("-", "\u2212");

/** Names one after the other. */
export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(language.value, { type: "unit", style: "long" }).format(names);

/** A count as people write it. */
export const counted = (n: number): string => new Intl.NumberFormat(language.value).format(n);

/** The day, or the day and the time. In UTC, which the words beside it say: a report is read in many places. */
export const day = (atMs: number): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "long", timeZone: "UTC" }).format(atMs);

export const time = (atMs: number): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }).format(atMs);
