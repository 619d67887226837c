import "./connection.css";

interface Props {
  state: "connecting" | "live" | "quiet" | "waiting" | "full" | "closed";
  /** The state in one word. */
  word: string;
}

/** How things stand with the server. Not a live region: on a full hall's network it would speak all the time. */
export const ConnectionWord = ({ state, word }: Props) => (
  <p class="connection-word" data-state={state}>
    {word}
  </p>
);
