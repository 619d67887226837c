import { lookOf, path } from "./shapes";

/** The form and colour that a group's dots have on the map; the letter beside it says the same in words. */
export const GroupMark = ({ group }: { group: string }) => {
  const { colour, shape } = lookOf(group);
  return (
    <svg class="group-mark" viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true" style={{ fill: `var(${colour})` }}>
      <path d={path(shape)} />
    </svg>
  );
};
