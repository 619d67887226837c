import { useState } from "preact/hooks";

import { newSecret } from "../../link/secret";
import { language, t } from "../../text";
import { isolated } from "../../text/isolated";
import { answer } from "../../ui/announcer/Announcer";
import { Button } from "../../ui/button/Button";
import type { LinkView, Role } from "../../wire/messages";
import type { Desk } from "../desk-state";
import { LinkLine } from "./Links";

const ROLES = ["moderator", "stage", "steward", "interpreter", "observer", "projector", "organiser"] as const;
const HOURS = [4, 12, 48, 168];

interface Props {
  desk: Desk;
  code: string;
}

/** The event's role links: those there are, and a new one. */
export const RoleLinks = ({ desk, code }: Props) => {
  const { links, clockAhead_ms } = desk.view.value;
  const now = Date.now() + clockAhead_ms;
  const isOpen = (link: LinkView) => !link.revoked && (link.expires_ms === null || link.expires_ms > now);
  const open = [...links.values()].filter(isOpen);
  const past = [...links.values()].filter((link) => !isOpen(link));
  return (
    <section class="panel" id="role-links" aria-labelledby="role-links-title">
      <h2 id="role-links-title">{t("links.title")}</h2>
      <NewLink desk={desk} code={code} />
      <h3>{t("links.open")}</h3>
      <ul class="role-links">
        {open.map((link) => (
          <OpenLink key={link.id} desk={desk} link={link} />
        ))}
      </ul>
      {past.length > 0 && (
        <details>
          <summary>{t("links.past")}</summary>
          <ul class="role-links">
            {past.map((link) => (
              <li key={link.id} class="role-link">
                <Described desk={desk} link={link} />
                <span class="role-link__state">{t(link.revoked ? "links.is-revoked" : "links.is-over")}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};

const OpenLink = ({ desk, link }: { desk: Desk; link: LinkView }) => {
  const [isSure, setSure] = useState(false);
  const disabled = !desk.isLive.value || desk.isPending(link.id);
  const name = link.label === "" ? t(`role.${link.role}`) : link.label;
  return (
    <li class="role-link">
      <Described desk={desk} link={link} />
      {isSure ? (
        <div class="role-link__sure" role="group" aria-label={t("links.revoke")}>
          <p>{t("links.revoke-sure", { name: isolated(name) })}</p>
          <Button
            disabled={disabled}
            onClick={() =>
              desk.ask({ kind: "revoke-link", link: link.id }, ({ done }) => {
                setSure(false);
                if (done) answer(t("links.revoked"));
              })
            }
          >
            {t("links.revoke")}
          </Button>
          <Button rank="quiet" onClick={() => setSure(false)}>
            {t("links.keep")}
          </Button>
        </div>
      ) : (
        <Button rank="quiet" disabled={disabled} onClick={() => setSure(true)}>
          {t("links.revoke")} <span class="visually-hidden">{name}</span>
        </Button>
      )}
    </li>
  );
};

const Described = ({ desk, link }: { desk: Desk; link: LinkView }) => {
  const venue = desk.view.value.event?.venues.find((one) => one.id === link.venue);
  const time = new Intl.DateTimeFormat(language.value, { dateStyle: "short", timeStyle: "short" });
  return (
    <p class="role-link__what">
      <strong>{t(`role.${link.role}`)}</strong> <bdi>{link.label === "" ? t("links.unnamed") : link.label}</bdi>
      {venue && (
        <>
          {" · "}
          <bdi>{venue.name}</bdi>
        </>
      )}
      {link.expires_ms !== null && ` · ${t("links.until", { time: time.format(link.expires_ms) })}`}
    </p>
  );
};

const PAGE: Readonly<Partial<Record<Role, string>>> = { projector: "screen", steward: "steward" };

const NewLink = ({ desk, code }: Props) => {
  const [role, setRole] = useState<Role>("moderator");
  const [made, setMade] = useState<{ name: string; address: string } | undefined>(undefined);
  const venues = desk.view.value.event?.venues ?? [];
  const disabled = !desk.isLive.value || desk.isPending("links");
  const make = (form: HTMLFormElement) => {
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const [secret, hours, venue, label] = [newSecret(), Number(text("hours")), text("venue"), text("label")];
    const lasts = hours > 0 ? { expires_ms: Date.now() + desk.view.peek().clockAhead_ms + hours * 3_600_000 } : {};
    const where = role === "steward" && venue !== "" ? { venue } : {};
    desk.ask({ kind: "make-link", role, secret, label, ...lasts, ...where }, ({ done }) => {
      if (!done) return;
      form.reset();
      setRole("moderator");
      const address = `${location.origin}/e/${code}/${PAGE[role] ?? "desk"}#${secret}`;
      setMade({ name: label === "" ? t(`role.${role}`) : `${t(`role.${role}`)}: ${isolated(label)}`, address });
      answer(t("links.new"));
    });
  };
  return (
    <>
      <form
        class="new-link"
        onSubmit={(event) => {
          event.preventDefault();
          if (!disabled) make(event.currentTarget);
        }}
      >
        <label>
          {t("links.role")}
          <select value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {t(`role.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("links.label")}
          <input name="label" type="text" maxLength={60} dir="auto" aria-describedby="label-hint" />
          <span id="label-hint" class="hint">
            {t("links.label-hint")}
          </span>
        </label>
        <label>
          {t("links.lasts")}
          <select name="hours">
            <option value="0">{t("links.lasts-always")}</option>
            {HOURS.map((hours) => (
              <option key={hours} value={hours}>
                {t("links.lasts-hours", { n: hours })}
              </option>
            ))}
          </select>
        </label>
        {role === "steward" && venues.length > 0 && (
          <label>
            {t("links.venue")}
            <select name="venue">
              <option value="">{t("links.venue-any")}</option>
              {venues.map((venue) => (
                <option key={venue.id} value={venue.id}>
                  {venue.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <Button type="submit" disabled={disabled}>
          {t("links.make")}
        </Button>
      </form>
      {made && (
        <div class="made-link">
          <p>{t("links.new")}</p>
          <LinkLine name={made.name} address={made.address} secret />
        </div>
      )}
    </>
  );
};
