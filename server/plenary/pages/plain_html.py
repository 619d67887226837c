"""The participant's page without script, as HTML: a card, three buttons, a field. Pure; the words are the catalogues'.

It wears the style of the page with script, so the classes are that page's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from plenary.deliberation.entities import Ballot
from plenary.deliberation.views import EventView, OwnStatement, PromptView, StatementView
from plenary.deliberation.vocabulary import Choice, Phase, Standing
from plenary.pages.languages import direction

IN_ITSELF: Final = {
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "hi": "हिन्दी",
    "pt": "Português",
    "th": "ไทย",
    "zh": "中文",
}
"""What each language calls itself, as browsers say it on the page with script."""

STYLE: Final = """
.plain, .plain .now { display: grid; gap: var(--space-4); }
.plain .header__title { font-size: var(--step-0); }
.plain a { color: var(--accent); text-underline-offset: 0.2em; }
.plain li { list-style: none; padding-block: var(--space-2); }
.plain h2 { font-size: var(--step-1); }
.plain__foot { display: grid; gap: var(--space-3); padding-block-start: var(--space-4); \
border-block-start: 1px solid var(--line); }
.plain__foot form, .plain__links { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); \
align-items: center; }
.plain__links a { padding-block: var(--space-2); }
.plain__back .button { padding-inline: 0; }
"""
"""What these pages have beside that page's style."""

SIGNS: Final = {
    Choice.AGREE: "M4 13l5 5L20 6",
    Choice.DISAGREE: "M6 6l12 12M18 6L6 18",
    Choice.PASS: "M5 12h14",
}
"""The answers' signs, as the page with script draws them."""

CHOICES: Final = (Choice.DISAGREE, Choice.PASS, Choice.AGREE)
_PARAMETER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language. Those with plural forms are not for these pages."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **given: object) -> str:
        """The text for the key, with what is given in its places, safe to stand in HTML."""
        return escape(self.text(key, **given))

    def text(self, key: str, **given: object) -> str:
        """As it is, for what is no HTML."""
        text = self.texts.get(key, key)
        return _PARAMETER.sub(lambda found: str(given.get(found[1], "")), text)


def isolated(text: str) -> str:
    """What somebody wrote, for the middle of a sentence: it runs in its own direction, and turns nothing around it."""
    return f"\u2068{text}\u2069"


@dataclass(frozen=True, slots=True)
class Plain:
    """All that one participant's page shows.

    token, op, nonce: go with every form: whose page it is, above which operation, and which act of this device.
    card: the statement to vote on, and whether it was asked for to change the answer.
    """

    event: EventView
    prompt: PromptView | None
    card: StatementView | None
    last: StatementView | None
    ballot: Ballot
    own: tuple[OwnStatement, ...]
    done: int
    total: int
    token: str
    op: int
    nonce: str
    languages: tuple[str, ...]
    told: str = ""
    """A key of the words: what became of the form that was sent."""
    is_trouble: bool = False
    draft: str = ""
    kept: tuple[tuple[PromptView, tuple[StatementView, ...]], ...] = ()
    """In an archive: every prompt with what was shown under it."""


def page(plain: Plain, words: Words, style: str) -> str:
    """The whole document."""
    event = plain.event
    return (
        f'<!doctype html>\n<html lang="{words.language}" dir="{direction(words.language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        # Without it browsers send forms with "Origin: null", and the server could not tell whose page it was.
        '<meta name="referrer" content="same-origin">\n'
        f"<title>{escape(event.title)}</title>\n"
        f'<link rel="icon" href="/icon.svg" type="image/svg+xml">\n<style>{style}</style>\n</head>\n<body>\n'
        f'<main class="layer plain">\n<h1 class="header__title" dir="auto" lang="{escape(event.language)}">'
        f"{escape(event.title)}</h1>\n"
        f"{_told(plain, words)}{_announced(event, words)}"
        f"{_body(plain, words)}{_foot(plain, words)}</main>\n</body>\n</html>\n"
    )


def _body(plain: Plain, words: Words) -> str:
    if plain.event.archive:
        return _archive(plain, words)
    return _join(plain, words) if plain.ballot.joined is None else _now(plain, words)


def _archive(plain: Plain, words: Words) -> str:
    """What was asked and what was said, and the way to what came of it; nothing to press."""
    address = f"/e/{escape(plain.event.code)}/report"
    report = f'<a class="button button--plain" href="{address}">{words("archive.report")}</a>'
    parts = [f'<div class="announced"><p>{words("archive.what")}</p>{report}</div>\n']
    for prompt, statements in plain.kept:
        items = "".join(
            f'<li value="{one.number}" class="voice" dir="auto" lang="{escape(one.language)}">'
            f"{_read(one, words.language)}</li>\n"
            for one in statements
        )
        parts.append(
            f'<section><h2 class="prompt__text" dir="auto">{escape(prompt.text)}</h2>\n'
            + (f"<ol>{items}</ol>" if items else f"<p>{words('now.no-statements')}</p>")
            + "</section>\n"
        )
    return "".join(parts)


def _told(plain: Plain, words: Words) -> str:
    if not plain.told:
        return ""
    role, look = ("alert", "notice trouble") if plain.is_trouble else ("status", "notice")
    return f'<p class="{look}" role="{role}">{words(plain.told)}</p>\n'


def _announced(event: EventView, words: Words) -> str:
    if event.announcement is None:
        return ""
    return (
        f'<aside class="announced" aria-label="{words("notice.moderators")}">'
        f'<p class="quiet">{words("notice.moderators")}</p>'
        f'<p class="voice" dir="auto">{escape(event.announcement.text)}</p></aside>\n'
    )


def _form(plain: Plain, act: str, content: str, look: str = "") -> str:
    hidden = {"act": act, "token": plain.token, "op": plain.op, "nonce": plain.nonce}
    fields = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in hidden.items())
    return f'<form method="post" class="{look}">{fields}{content}</form>\n'


def _join(plain: Plain, words: Words) -> str:
    places: list[tuple[str, str]] = [
        (venue.id, f"<bdi>{escape(venue.name)}</bdi>") for venue in plain.event.venues
    ]
    places = places or [("room", words("join.in-room"))]
    buttons = "".join(
        f'<button class="button button--plain" name="place" value="{escape(value)}">{label}</button>'
        for value, label in [*places, ("remote", words("join.remote"))]
    )
    legend = f"<legend>{words('join.where')}</legend>"
    promise = f'<p class="quiet">{words("join.promise")}</p>\n'
    return (
        _form(plain, "join", f'<fieldset class="front__places">{legend}{buttons}</fieldset>', "front__form")
        + promise
    )


def _now(plain: Plain, words: Words) -> str:
    prompt = plain.prompt
    if prompt is None:
        return f'<div class="empty-state"><h2>{words("now.waiting")}</h2></div>\n{_statements(plain, words)}'
    heading = f'<h2 class="prompt__text" dir="auto">{_read(prompt, words.language)}</h2>\n'
    if prompt.phase is not Phase.OPEN:
        closed = f'<div class="empty-state"><h2>{words("now.closed")}</h2></div>\n'
        return f'<div class="now">{heading}{closed}{_statements(plain, words)}</div>\n'
    return (
        f'<div class="now">{heading}{_card(plain, prompt, words)}{_last(plain, words)}'
        f"{_write(plain, prompt, words)}{_statements(plain, words)}</div>\n"
    )


def _card(plain: Plain, prompt: PromptView, words: Words) -> str:
    card = plain.card
    if card is None:
        key = "now.seen" if plain.total else "now.no-statements"
        return f'<div class="empty-state"><h2>{words(key)}</h2></div>\n'
    mine = plain.ballot.votes.get(card.id)
    off = "" if prompt.vote else " disabled"
    buttons = "".join(
        f'<button class="choice choice--{choice}" name="choice" value="{choice}"{off} '
        f'aria-pressed="{str(mine is not None and mine.choice is choice).lower()}">{_sign(choice)}'
        f"<span>{words(f'choice.{choice}')}</span></button>"
        for choice in CHOICES
    )
    notes = [f'<p class="card__origin">{words(f"card.{card.origin}")}</p>']
    if mine is not None:
        notes.append(f'<p class="card__note">{words("card.voted")}</p>')
    if not prompt.vote:
        notes.append(f'<p class="card__note">{words("prompt.paused")}</p>')
    progress = f'<p class="progress">{words("card.progress", done=plain.done, all=plain.total)}</p>'
    content = (
        f'<input type="hidden" name="statement" value="{escape(card.id)}">'
        f'<fieldset class="card"><legend class="card__statement" dir="auto" lang="{escape(card.language)}">'
        f'{_read(card, words.language)}</legend>{"".join(notes)}<div class="choices">{buttons}</div></fieldset>'
    )
    take_back = ""
    if mine is not None and prompt.vote:
        button = f'<button class="button button--quiet">{words("me.take-back")}</button>'
        named = f'<input type="hidden" name="statement" value="{escape(card.id)}">'
        take_back = _form(plain, "withdraw-vote", named + button, "plain__back")
    return progress + _form(plain, "vote", content) + take_back


def _sign(choice: Choice) -> str:
    drawn = f'<path d="{SIGNS[choice]}"/>'
    return (
        f'<svg class="choice-sign choice-sign--{choice}" viewBox="0 0 24 24" aria-hidden="true">{drawn}</svg>'
    )


def _read(written: StatementView | PromptView, language: str) -> str:
    """The text as somebody of that language reads it: a translation where there is one, the original below."""
    translation = next((one for one in written.translations if one.language == language), None)
    if translation is None:
        return escape(written.text)
    return (
        f'<span lang="{escape(translation.language)}">{escape(translation.text)}</span><br>'
        f'<small class="quiet" dir="auto" lang="{escape(written.language)}">{escape(written.text)}</small>'
    )


def _last(plain: Plain, words: Words) -> str:
    last = plain.last
    if last is None:
        return ""
    vote = plain.ballot.votes[last.id]
    return (
        f'<p>{words(f"vote.{vote.choice}")} · <span class="quiet">{words("vote.counted")}</span> '
        f'<a href="?card={escape(last.id)}">{words("plain.change")}</a></p>\n'
    )


def _write(plain: Plain, prompt: PromptView, words: Words) -> str:
    if not prompt.submit:
        return f'<p class="quiet">{words("write.off")}</p>\n'
    first = words(f"write.{'moderated' if prompt.premoderated else 'unmoderated'}")
    content = (
        f'<label for="text">{words("write.label")}</label><p id="hint" class="quiet">{words("write.hint")} {first}</p>'
        f'<textarea id="text" name="text" rows="4" dir="auto" maxlength="{plain.event.statement_limit}" '
        f'aria-describedby="hint" required>{escape(plain.draft)}</textarea>'
        f'<input type="hidden" name="prompt" value="{escape(prompt.id)}">'
        f'<button class="button button--main">{words("write.send")}</button>'
    )
    return _form(plain, "submit", content, "write")


def _statements(plain: Plain, words: Words) -> str:
    if not plain.own:
        return ""
    return f"<h2>{words('me.statements')}</h2>\n<ul>{''.join(_fates(plain.own, words))}</ul>\n"


def _fates(own: Iterable[OwnStatement], words: Words) -> Iterable[str]:
    for one in own:
        why = [words.text(f"reason.{one.because}")] if one.because else []
        why += [isolated(one.reason)] if one.reason else []
        is_said = one.standing is Standing.REJECTED and why
        fate = (
            words("fate.rejected-why", reason=" · ".join(why)) if is_said else words(f"fate.{one.standing}")
        )
        yield f'<li><p class="voice" dir="auto">{escape(one.text)}</p><p class="quiet">{fate}</p></li>'


def _foot(plain: Plain, words: Words) -> str:
    options = "".join(
        f'<option value="{tag}" lang="{tag}"{" selected" if tag == words.language else ""}>'
        f"{escape(IN_ITSELF.get(tag, tag))}</option>"
        for tag in plain.languages
    )
    switch = _form(
        plain,
        "language",
        f'<label>{words("language.label")} <select name="language">{options}</select></label> '
        f'<button class="button button--plain">{words("plain.language")}</button>',
    )
    code = escape(plain.event.code)
    erase = "" if plain.ballot.joined is None else _erase(plain, words)
    return (
        f'<div class="plain__foot"><p class="plain__links"><a href="/e/{code}/plain">{words("plain.again")}</a>'
        f'<a href="/e/{code}">{words("plain.full")}</a></p>\n<p class="quiet">{words("plain.note")}</p>\n'
        f'{switch}{erase}<p class="quiet">{words("not-an-election")}</p></div>\n'
    )


def _erase(plain: Plain, words: Words) -> str:
    """Two presses: what opens says what it means, and only what is in it does it."""
    button = f'<button class="button button--plain">{words("own.erase-yes")}</button>'
    return (
        f"<details><summary>{words('own.erase')}</summary>\n<p>{words('own.erase-what')}</p>\n"
        f"{_form(plain, 'erase-me', button)}</details>\n"
    )
