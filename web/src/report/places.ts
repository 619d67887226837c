import type { Place } from "./report";
import { t } from "./words";

/** What a place is called: a venue by its name, a mode in words. */
export const placeName = ({ kind, name }: Pick<Place, "kind" | "name">): string =>
  kind === "venue" ? name : sideName(name);

/** What one side of a comparison is called. */
export const sideName = (side: string): string => {
  switch (side) {
    case "in-room":
      return t("side.in-room");
    case "remote":
      return t("side.remote");
    case "paper":
      return t("side.paper");
    case "device":
      return t("side.device");
    case "before":
      return t("side.before");
    case "after":
      return t("side.after");
    case "unlit":
      return t("side.unlit");
    case "lit":
      return t("side.lit");
    default:
      return side;
  }
};
