"""The pages: one self-contained document each, with style, script and first state inside."""

import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final, Literal

import orjson
from msgspec import to_builtins

from plenary import __version__
from plenary.archive.report.file import Page as ReportPage
from plenary.pages.answers import source_of
from plenary.pages.compressed import Compressed
from plenary.pages.headers import frame_ancestors
from plenary.pages.languages import ENGLISH, Catalogues, read_catalogues
from plenary.wire.from_server import Snapshot

Page = Literal["participant", "projector", "moderator", "steward", "components"]
PAGES: Final[tuple[Page, ...]] = ("participant", "projector", "moderator", "steward", "components")

# Compressed documents kept: an event's changes with every programme fact, so only the last few are asked for again.
KEPT_DOCUMENTS: Final = 256


class PagesMissing(Exception):
    """The web pages have not been built."""


class Document(Compressed):
    """A page as it is sent, and the policy that lets its own script and style run and nothing else."""

    def __init__(self, html: bytes, policy: str) -> None:
        super().__init__(html)
        self.policy = policy


class Documents:
    """Makes page documents from what the web build left in `static`. Raises PagesMissing where there is none.

    embedders: the origins whose pages may hold a participant's page. No other page may stand in a foreign one: what is
    pressed there steers an event.
    """

    def __init__(self, static: Path, embedders: Sequence[str] = ()) -> None:
        self._parts = {
            page: _Parts(static, page, embedders if page == "participant" else ()) for page in PAGES
        }
        self._words = _words(static)
        self._kept: dict[bytes, Document] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that a participant's page can begin in."""
        return tuple(self._words)

    def document(
        self,
        page: Page,
        title: str,
        language: str,
        code: str | None,
        address: str | None,
        snapshot: Snapshot | None,
        *,
        is_partial: bool = False,
        reads: str = ENGLISH,
    ) -> Document:
        """The page with its first state. The same arguments give the same document.

        is_partial: the snapshot lacks statements.   reads: the language in which the participant's page begins.
        """
        boot = {
            "page": page,
            "version": __version__,
            "code": code,
            "address": address,
            "snapshot": _brought(snapshot) if snapshot is not None else None,
            "isPartial": is_partial,
        }
        words = self._words[reads] if page == "participant" else None
        html = self._parts[page].html(title, language, boot, (reads, words) if words else None)
        key = hashlib.sha256(html).digest()
        if (known := self._kept.get(key)) is not None:
            return known
        if len(self._kept) >= KEPT_DOCUMENTS:
            del self._kept[next(iter(self._kept))]
        made = Document(html, self._parts[page].policy)
        self._kept[key] = made
        return made


def _brought(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot without the fields of statements that the desk alone reads and that are empty for all others."""
    made: dict[str, Any] = to_builtins(snapshot)
    for statement in made.get("statements", ()):
        for name in ("decisions", "reason", "ban", "flags", "because"):
            if not statement[name]:
                del statement[name]
    return made


class _Parts:
    """One page's script and style, and the policy that names them."""

    def __init__(self, static: Path, page: str, embedders: Sequence[str] = ()) -> None:
        try:
            self.script = (static / f"{page}.js").read_text()
            self.style = (static / f"{page}.css").read_text()
        except FileNotFoundError as missing:
            raise PagesMissing(f"{missing.filename} is missing: build the pages with `make web`") from None
        for inner, closing in ((self.script, "</script"), (self.style, "</style")):
            if closing in inner.lower():
                raise PagesMissing(
                    f"{page}: the build contains {closing}, which ends the element it stands in"
                )
        self.policy = "; ".join(
            (
                "default-src 'none'",
                f"script-src 'self' '{source_of(self.script)}'",
                f"style-src '{source_of(self.style)}'",
                "img-src 'self' data: blob:",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                frame_ancestors(embedders),
                # No text ever becomes markup or script; the one address of a script is that of a page's worker.
                "require-trusted-types-for 'script'",
                "trusted-types plenary-worker",
            )
        )

    def html(
        self, title: str, language: str, boot: Mapping[str, Any], words: tuple[str, Mapping[str, str]] | None
    ) -> bytes:
        plain = f"/e/{escape(boot['code'])}/plain" if boot["page"] == "participant" and boot["code"] else None
        no_script = (
            f'<noscript><meta http-equiv="refresh" content="0;url={plain}"></noscript>' if plain else ""
        )
        first_words = (
            f'<script type="application/json" id="words" lang="{words[0]}">{_json(words[1])}</script>\n'
            if words
            else ""
        )
        return (
            f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">\n'
            f'<title>{escape(title)}</title>\n<link rel="icon" href="/icon.svg" type="image/svg+xml">\n'
            f"{no_script}<style>{self.style}</style>\n</head>\n<body>\n"
            f'<div id="app"></div>\n<noscript>{_without_script(plain)}</noscript>\n{first_words}'
            f'<script type="application/json" id="boot">{_json(boot)}</script>\n'
            f'<script type="module">{self.script}</script>\n</body>\n</html>\n'
        ).encode()


def _without_script(plain: str | None) -> str:
    if plain is None:
        return "<p>This page needs JavaScript. Events can be joined without it: open /e/CODE/plain.</p>"
    return f'<p><a href="{plain}">Plenary without JavaScript</a></p>'


def _json(content: object) -> str:
    # In a script element "<" could begin a tag; JSON can say it another way.
    text = orjson.dumps(content).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _words(static: Path) -> Catalogues:
    try:
        return read_catalogues(static / "words-first.json")
    except FileNotFoundError as missing:
        raise PagesMissing(f"{missing.filename} is missing: build the pages with `make web`") from None


def report_page() -> ReportPage:
    """What draws a report. Raises PagesMissing."""
    parts = _Parts(static_folder(), "report")
    return ReportPage(parts.script, parts.style)


def static_folder() -> Path:
    """Where the built pages are: in the installed package, or in a source checkout's web/dist."""
    installed = Path(__file__).parents[1] / "static"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "web" / "dist"
