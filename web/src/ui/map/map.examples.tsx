import { t } from "../../text";
import { A_PROMPT, A_STATEMENT, aMap } from "../../view/examples";
import type { Example } from "../example";
import { GroupMark } from "./GroupMark";
import { MapInWords } from "./MapInWords";
import { OpinionMap } from "./OpinionMap";

const LABELS = ["A", "B", "C", "D", "E", "F", "G", "H"];

const label = () => t("map.label", { prompt: A_PROMPT.text });
const THREE_GROUPS = aMap({ sizes: [38, 27, 19], ungrouped: 9 });
const NO_GROUPS = aMap({ sizes: [], ungrouped: 60 });
const ONE_LINE = aMap({ sizes: [40, 24], ungrouped: 6, isLine: true });

export const EXAMPLES: readonly Example[] = [
  { name: "opinion groups", frame: "map", Draw: () => <OpinionMap map={THREE_GROUPS} label={label()} /> },
  {
    name: "one's own dot, and where it may lie",
    frame: "map",
    Draw: () => (
      <OpinionMap map={THREE_GROUPS} ownDot={40} region={{ reach: 7_000, breadth: 3_500, turn: 0.5 }} label={label()} />
    ),
  },
  { name: "people on one line", frame: "map", Draw: () => <OpinionMap map={ONE_LINE} label={label()} /> },
  { name: "no clear groups", frame: "map", Draw: () => <OpinionMap map={NO_GROUPS} label={label()} /> },
  { name: "no map yet", frame: "map", Draw: () => <OpinionMap map={undefined} label={label()} /> },
  { name: "in words", Draw: () => <MapInWords map={THREE_GROUPS} ownDot={40} common={[A_STATEMENT]} /> },
  { name: "in words, no clear groups", Draw: () => <MapInWords map={NO_GROUPS} ownDot={2} /> },
  {
    name: "the marks of the groups",
    Draw: () => (
      <p style={{ fontSize: "1.5rem", background: "var(--map)", color: "var(--on-map)", padding: "0.5rem" }}>
        {LABELS.map((group) => (
          <span key={group}>
            <GroupMark group={group} /> {group}{" "}
          </span>
        ))}
      </p>
    ),
  },
];
