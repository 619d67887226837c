"""The page on which somebody shows what an event asks for, as HTML. Pure; the words are the catalogues'."""

from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Final

from plenary.deliberation.views import EventView
from plenary.deliberation.vocabulary import Level
from plenary.pages.languages import direction
from plenary.pages.plain_html import Words, isolated

FRAGMENT_SCRIPT: Final = (
    'const field=document.querySelector("[data-fragment]"),take=()=>{const shown=location.hash.slice(1);'
    "if(field&&shown){field.value=decodeURIComponent(shown);"
    'history.replaceState(null,"",location.pathname+location.search)}};take();addEventListener("hashchange",take)'
)
"""Puts the secret, which browsers keep to themselves, into the form; it is sent when its owner presses the button."""


class Step(StrEnum):
    """How far somebody has come."""

    ASK = "ask"
    SENT = "sent"
    CONFIRM = "confirm"
    SIGNED_IN = "signed-in"
    LEAVE = "leave"
    DONE = "done"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page shows. told: a key of the words for what went wrong.   own: a pass, for a device without one.

    token: what the button sends; or, on leaving, the provider's address.
    """

    event: EventView
    step: Step
    own: str
    told: str = ""
    token: str = ""
    recovery: str = ""
    domains: tuple[str, ...] = ()
    provider: str = ""
    minutes: int = 0


def page(shown: Shown, words: Words, style: str) -> str:
    """The whole document."""
    event = shown.event
    return (
        f'<!doctype html>\n<html lang="{words.language}" dir="{direction(words.language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        # Without it browsers send forms with "Origin: null", and the server could not tell whose page it was.
        '<meta name="referrer" content="same-origin">\n'
        f"<title>{escape(event.title)}</title>\n{_leaving(shown)}"
        f'<link rel="icon" href="/icon.svg" type="image/svg+xml">\n<style>{style}</style>\n</head>\n<body>\n'
        f'<main class="front">\n<h1 class="front__title" dir="auto" lang="{escape(event.language)}">'
        f"{escape(event.title)}</h1>\n{_told(shown, words)}{_step(shown, words)}"
        f'<p class="quiet front__foot">{words("not-an-election")}</p>\n</main>\n'
        f"<script>{FRAGMENT_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _leaving(shown: Shown) -> str:
    if shown.step is not Step.LEAVE:
        return ""
    return f'<meta http-equiv="refresh" content="0;url={escape(shown.token)}">\n'


def _told(shown: Shown, words: Words) -> str:
    if not shown.told:
        return ""
    said = f'<p class="notice trouble" role="alert">{words(shown.told)}</p>\n'
    if shown.told == "prove.address-bad" and shown.domains:
        said += f"<p>{words('prove.domain', domains=', '.join(shown.domains))}</p>\n"
    return said


def _step(shown: Shown, words: Words) -> str:
    match shown.step:
        case Step.DONE | Step.HELD:
            return _done(shown, words)
        case Step.SENT:
            sent = words("prove.sent", minutes=shown.minutes)
            return f'<p class="notice" role="status">{sent}</p>\n{_read(shown, words)}'
        case Step.CONFIRM:
            return f"<p>{words('prove.confirm-what')}</p>\n" + _form(
                "take", shown, _hidden_ticket(words), words("prove.confirm")
            )
        case Step.LEAVE:
            where = words("prove.sign-in-what", provider=isolated(shown.provider))
            link = f'<a class="button button--main" href="{escape(shown.token)}">{words("prove.sign-in")}</a>'
            return f"<p>{where}</p>\n<p>{link}</p>\n"
        case Step.SIGNED_IN:
            ticket = f'<input type="hidden" name="ticket" value="{escape(shown.token)}">'
            return f"<p>{words('prove.signed-in')}</p>\n" + _form(
                "take", shown, ticket, words("prove.confirm")
            )
        case Step.ASK:
            return _ask(shown, words)


def _ask(shown: Shown, words: Words) -> str:
    level = shown.event.level
    if level is Level.DEVICE:
        return f"<p>{words('prove.no-need')}</p>\n{_go(shown, words)}"
    heading = f"<h2>{words('prove.heading')}</h2>\n<p>{words(f'prove.why-{level.value}')}</p>\n"
    if level is Level.TICKET:
        form = _form("take", shown, _ticket_field(words, "data-fragment"), words("prove.take"))
    else:
        if level is Level.EMAIL:
            field = (
                f'<label for="email">{words("prove.email")}</label>'
                '<input id="email" name="email" type="email" autocomplete="email" required maxlength="254" dir="ltr">'
            )
            form = _form("email", shown, field, words("prove.send"))
        else:
            where = (
                f"<p>{words('prove.sign-in-what', provider=isolated(shown.provider))}</p>"
                if shown.provider
                else ""
            )
            form = _form("sign-in", shown, where, words("prove.sign-in"))
        # Whoever has lost a device has its code.
        form += _form("take", shown, _ticket_field(words), words("prove.confirm"), "plain")
    return heading + form + _read(shown, words)


def _ticket_field(words: Words, marked: str = "") -> str:
    return (
        f'<label for="ticket">{words("prove.ticket")}</label>'
        f'<input id="ticket" name="ticket" required maxlength="80" autocomplete="off" autocapitalize="characters" '
        f'spellcheck="false" dir="ltr" {marked}>'
    )


def _hidden_ticket(words: Words) -> str:
    """The secret of the link; whoever runs no scripts copies it from there."""
    return f'<input type="hidden" name="ticket" data-fragment><noscript>{_ticket_field(words)}</noscript>'


def _form(act: str, shown: Shown, content: str, button: str, rank: str = "main") -> str:
    hidden = (
        f'<input type="hidden" name="act" value="{act}"><input type="hidden" name="pass" value="{shown.own}">'
    )
    address = f"/e/{escape(shown.event.code)}/prove"
    return (
        f'<form method="post" action="{address}" class="front__form">{hidden}{content}'
        f'<button class="button button--{rank}">{button}</button></form>\n'
    )


def _done(shown: Shown, words: Words) -> str:
    key = "prove.done" if shown.step is Step.DONE else "prove.held"
    said = f'<p class="notice" role="status">{words(key)}</p>\n'
    if shown.recovery:
        said += (
            f'<p>{words("prove.recovery")}</p>\n<p class="front__code" dir="ltr"><code>{escape(shown.recovery)}'
            "</code></p>\n"
        )
    return said + _go(shown, words)


def _go(shown: Shown, words: Words) -> str:
    return f'<p><a class="button button--main" href="/e/{escape(shown.event.code)}">{words("prove.go")}</a></p>\n'


def _read(shown: Shown, words: Words) -> str:
    return f'<p><a href="/e/{escape(shown.event.code)}?read">{words("prove.read")}</a></p>\n'
