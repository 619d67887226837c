import { Choices, type ChoicesProps } from "./Choices";
import "./compact.css";

/** The choices in a list of many, one line high. */
export const CompactChoices = (props: ChoicesProps) => (
  <div class="choices--compact">
    <Choices {...props} />
  </div>
);
