import { useEffect, useState } from "preact/hooks";

import { has, t } from "../../text";
import type { MapState } from "../../view/maps";
import type { Happening } from "../../wire/messages";

/** A hall has looked up and read it by then. */
const SHOWN_MS = 20_000;

/** What befell the groups of late, said once and for a while: a map that changes without a word is not believed. */
export const Happenings = ({ map }: { map: MapState }) => {
  const [said, setSaid] = useState<readonly Happening[]>([]);
  useEffect(() => {
    if (map.happenings.length > 0) setSaid(map.happenings);
  }, [map]);
  useEffect(() => {
    if (said.length === 0) return;
    const over = setTimeout(() => setSaid([]), SHOWN_MS);
    return () => clearTimeout(over);
  }, [said]);
  return (
    <div class="happenings">
      {said.map((one) => (
        <p key={`${one.kind} ${one.group}`}>{happeningInWords(one)}</p>
      ))}
    </div>
  );
};

/** For what a newer server calls a happening there may be no words. */
export const happeningInWords = ({ kind, group, other }: Happening): string =>
  has(`happening.${kind}`) ? t(`happening.${kind}`, { group, other: other ?? "" }) : "";
