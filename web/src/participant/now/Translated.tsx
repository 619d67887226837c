import { nameOf } from "../../text";
import { isolated } from "../../text/isolated";
import { Button } from "../../ui/button/Button";
import { readsOriginal, translationOf, turnOver, type Written } from "../reading";
import { t } from "../words";

/** That a text was written in another language, which one, whether a program has put it into this, and its own words. */
export const Translated = ({ written }: { written: Written }) => {
  const translation = translationOf(written);
  if (translation === undefined) return null;
  const from = { language: isolated(nameOf(written.language)) };
  return (
    <p class="card__translated">
      {t(translation.by_service ? "card.translated-by-program" : "card.translated", from)}{" "}
      <Button rank="quiet" onClick={() => turnOver(written)}>
        {t(readsOriginal(written) ? "card.translation" : "card.original")}
      </Button>
    </p>
  );
};
