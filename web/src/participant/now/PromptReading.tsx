import { nameOf } from "../../text";
import { isolated } from "../../text/isolated";
import { Button } from "../../ui/button/Button";
import type { PromptView } from "../../wire/messages";
import { readsOriginal, translationOf, turnOver } from "../reading";
import { t } from "../words";

/** That the prompt was asked in another language, which one, whether a program has put it into this, and its own words. */
export const PromptReading = ({ prompt }: { prompt: PromptView }) => {
  const translation = translationOf(prompt);
  if (translation === undefined) return null;
  const from = { language: isolated(nameOf(prompt.language)) };
  return (
    <p class="card__translated">
      {t(translation.by_service ? "card.translated-by-program" : "card.translated", from)}{" "}
      <Button rank="quiet" onClick={() => turnOver(prompt)}>
        {t(readsOriginal(prompt) ? "card.translation" : "card.original")}
      </Button>
    </p>
  );
};
