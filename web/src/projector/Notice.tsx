import { t } from "../text";
import { Button } from "../ui/button/Button";

interface Props {
  title: string;
  words: string;
  /** Offer to load the page again. */
  again?: boolean;
}

/** In place of the picture, while there is none. */
export const Notice = ({ title, words, again = false }: Props) => (
  <main class="notice">
    <h1>{title}</h1>
    <p>{words}</p>
    {again && <Button onClick={() => location.reload()}>{t("closed.reload")}</Button>}
  </main>
);
