/** The course of each prompt as the event's newest report tells it, for the replay on a screen. */

import { useEffect, useState } from "preact/hooks";

import { reportData } from "../../view/report-file";
import type { EventView } from "../../wire/messages";
import type { Cloud } from "../replay/clouds";

/** What the replay needs of a moment; the rest is the report's. */
export interface ToldMoment {
  readonly at_ms: number;
  readonly kind: string;
  readonly people: number;
  readonly votes: number;
  readonly group: string;
  readonly other: string;
  readonly clouds?: readonly Cloud[];
}

/** By the prompt's number; empty where the file is no report that a course could be read from. */
export type Course = ReadonlyMap<number, readonly ToldMoment[]>;

interface ToldReport {
  readonly privacy: { readonly k: number };
  readonly prompts: readonly { readonly number: number; readonly moments: readonly ToldMoment[] }[];
}

export interface Told {
  readonly k: number;
  readonly course: Course;
}

/** The course in a report's file; undefined where there is none. */
export const courseIn = (file: string): Told | undefined => {
  const report = reportData(file) as Partial<ToldReport> | undefined;
  if (typeof report?.privacy?.k !== "number" || !Array.isArray(report.prompts)) return undefined;
  return { k: report.privacy.k, course: new Map((report as ToldReport).prompts.map((one) => [one.number, one.moments])) };
};

/** A numbered version never changes: it is fetched once, for this page. */
const fetched = new Map<string, Promise<Told | undefined>>();

const RETRY_MS = 10_000;

/** The course as the newest version has it; undefined while there is none. Tries again where the net does not give it. */
export const useCourse = ({ code, report }: EventView): Told | undefined => {
  const [told, setTold] = useState<Told>();
  const address = report && `/e/${encodeURIComponent(code)}/report/${report.number}`;
  useEffect(() => {
    if (!address) return;
    let isOver = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const get = async () => {
      const found = await (fetched.get(address) ?? keep(address)).catch(() => undefined);
      if (isOver) return;
      if (found) setTold(found);
      else again = setTimeout(() => void get(), RETRY_MS);
    };
    void get();
    return () => {
      isOver = true;
      clearTimeout(again);
    };
  }, [address]);
  return address ? told : undefined;
};

const keep = (address: string): Promise<Told | undefined> => {
  const getting = fetch(address).then(async (response) => (response.ok ? courseIn(await response.text()) : undefined));
  fetched.set(address, getting);
  const forget = (told?: Told) => {
    if (!told) fetched.delete(address);
  };
  getting.then(forget, () => forget());
  return getting;
};
