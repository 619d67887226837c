import { useEffect } from "preact/hooks";

import { t } from "../text";
import { announce, Announcer } from "../ui/announcer/Announcer";
import { happeningInWords } from "../ui/scenes/Happenings";
import type { Showing } from "../ui/scenes/showing";

/** What changes on the screen, for those who hear it: once, politely, and all of it together at most every 15 seconds. */
export const Spoken = ({ showing: { stage, event, prompt, statement, map } }: { showing: Showing }) => {
  const scene = t(`scene.${stage.scene}`);
  const about = stage.scene === "statement" ? statement?.text : prompt?.text;
  const said = event.announcement?.on_screens === false ? "" : (event.announcement?.text ?? "");
  useEffect(() => {
    announce(about === undefined ? `${scene}.` : `${scene}: ${about}`, "scene");
  }, [scene, about]);
  useEffect(() => {
    if (said !== "") announce(said, "announcement");
  }, [said]);
  useEffect(() => {
    if (map !== undefined && map.happenings.length > 0) {
      announce(`${map.happenings.map(happeningInWords).join(". ")}.`, "happenings");
    }
  }, [map]);
  return <Announcer />;
};
