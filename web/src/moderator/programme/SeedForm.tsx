import { useState } from "preact/hooks";

import { t } from "../../text";
import { Button } from "../../ui/button/Button";
import type { PromptView } from "../../wire/messages";
import type { Desk } from "../desk-state";

/** One statement a line; blank lines do not count. */
export const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

interface Props {
  desk: Desk;
  prompt: PromptView;
}

/** Statements of the organisers, so that nobody opens an empty prompt. Each line is a request of its own. */
export const SeedForm = ({ desk, prompt }: Props) => {
  const [text, setText] = useState("");
  const count = lines(text).length;
  const send = () => {
    for (const line of lines(text)) {
      const language = desk.view.peek().event?.language ?? "en";
      // What is taken leaves the field; what is refused stays there, to be mended.
      desk.ask({ kind: "seed", prompt: prompt.id, text: line, language }, ({ done }) => {
        if (done) setText((held) => without(held, line));
      });
    }
  };
  return (
    <details class="seeds">
      <summary>{t("seeds.title")}</summary>
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <label for={`seeds-${prompt.id}`}>{t("seeds.label")}</label>
        <textarea
          id={`seeds-${prompt.id}`}
          rows={4}
          dir="auto"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" disabled={count === 0 || !desk.isLive.value || desk.isPending(prompt.id)}>
          {t("seeds.add", { n: count })}
        </Button>
      </form>
    </details>
  );
};

const without = (text: string, line: string): string => {
  const held = lines(text);
  const place = held.indexOf(line);
  return held.filter((_, index) => index !== place).join("\n");
};
