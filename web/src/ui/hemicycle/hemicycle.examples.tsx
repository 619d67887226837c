import type { Example } from "../example";
import { Hemicycle } from "./Hemicycle";

const HALLS = { "an empty hall": 0, "a room": 17, "a hall": 140, "more people than seats can be drawn": 4_200 };

export const EXAMPLES: readonly Example[] = Object.entries(HALLS).map(([name, people]) => ({
  name,
  Draw: () => <Hemicycle people={people} />,
}));
