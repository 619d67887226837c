import { useState } from "preact/hooks";

import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import { t } from "../../text";
import type { JoinAddress } from "../../ui/scenes/showing";
import { keptLinks } from "./created-links";

interface Props {
  join: JoinAddress;
  code: string;
}

/** The addresses to hand out. The projector's secret is known only to the device that created the event. */
export const Links = ({ join, code }: Props) => {
  const kept = keptLinks(code);
  return (
    <div class="links">
      <img class="links__qr" src={join.qr} alt={t("join.qr")} />
      <LinkLine name={t("links.participant")} address={kept?.participant ?? `${location.origin}/e/${code}`} />
      {kept && <LinkLine name={t("links.projector")} address={kept.projector} secret />}
      {kept && <LinkLine name={t("links.moderator")} address={kept.moderator} secret />}
      {!kept && <p class="stage__note">{t("links.elsewhere")}</p>}
    </div>
  );
};

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
