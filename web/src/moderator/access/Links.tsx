import { useState } from "preact/hooks";

import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import { t } from "../../text";
import type { JoinAddress } from "../../ui/scenes/showing";

interface Props {
  join: JoinAddress;
  code: string;
  /** Whether this desk makes role links itself. */
  canMake: boolean;
}

/** The address to hand out to participants. Those of the other pages are secrets, which organisers make. */
export const Links = ({ join, code, canMake }: Props) => (
  <div class="links">
    <img class="links__qr" src={join.qr} alt={t("join.qr")} />
    <LinkLine name={t("links.participant")} address={`${location.origin}/e/${code}`} />
    {!canMake && <p class="stage__note">{t("links.elsewhere")}</p>}
  </div>
);

interface LineProps {
  name: string;
  address: string;
  /** Not written out: somebody may be looking at this screen. */
  secret?: boolean;
}

export const LinkLine = ({ name, address, secret = false }: LineProps) => {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = await toClipboard(address);
    setCopied(done);
    answer(t(done ? "links.copied" : "links.not-copied"));
  };
  return (
    <p class="link-line">
      <span class="link-line__name">{name}</span>
      <a class="link-line__address" href={address} target="_blank" rel="noopener">
        <bdi>{secret ? address.replace(/#.*/, "#…") : address}</bdi>
      </a>
      <Button rank="quiet" onClick={() => void copy()}>
        {t(copied ? "links.copied" : "links.copy")} <span class="visually-hidden">{name}</span>
      </Button>
    </p>
  );
};

/** The clipboard is closed to pages on plain HTTP, as in a hall without a certificate. */
const toClipboard = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};
