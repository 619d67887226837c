/** What the first card can do without: fetched behind it, as one chunk. */

export { RehearsalBand } from "../ui/rehearsal/RehearsalBand";
export { withMap } from "../view/reduce";
export { OpinionMap } from "../ui/map/OpinionMap";
export { Archived } from "./Archived";
export { EnterCode } from "./EnterCode";
export { Me } from "./me/Me";
export { Erased } from "./me/OwnData";
export { keepForDeadSpots } from "./deadspots";
export { watch } from "./news";
export { Deadlines } from "./now/Deadlines";
export { NextPrompt } from "./now/NextPrompt";
export { OtherWays } from "./now/OtherWays";
export { PassReasons } from "./now/PassReasons";
export { Reading } from "./now/Reading";
export { swipeable } from "./now/swipe";
export { Refusals } from "./now/Refusals";
export { asItCame } from "./now/steady";
export { tallyOf } from "./now/tally";
export { WriteForm } from "./now/WriteForm";
export { AnnouncedLater } from "./notices/Announced";
export { Held } from "./notices/Held";
export { Notices, NoticesBelow } from "./notices/Notices";
export { NowTabs } from "./PromptTabs";
export { Room } from "./room/Room";
