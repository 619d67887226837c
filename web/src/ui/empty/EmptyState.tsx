import type { ComponentChildren } from "preact";

import "./empty.css";

interface Props {
  heading: string;
  children?: ComponentChildren;
}

/** Says, calmly, why there is nothing here now and what comes next. */
export const EmptyState = ({ heading, children }: Props) => (
  <div class="empty-state">
    <h2>{heading}</h2>
    {children}
  </div>
);
