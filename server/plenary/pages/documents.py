"""The pages: one self-contained document each, with style, script and first state inside."""

import base64
import gzip
import hashlib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final, Literal

import orjson
from msgspec import to_builtins

from plenary import __version__
from plenary.wire.from_server import Snapshot

Page = Literal["participant", "projector", "moderator"]
PAGES: Final[tuple[Page, ...]] = ("participant", "projector", "moderator")

NO_SCRIPT: Final = "Plenary needs JavaScript in this version."

# Compressed documents kept: an event's changes with every programme fact, so only the last few are asked for again.
KEPT_DOCUMENTS: Final = 64


class PagesMissing(Exception):
    """The web pages have not been built."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page as it is sent, in both forms, and the policy that lets its own script and style run and nothing else."""

    html: bytes
    gzipped: bytes
    policy: str


class Documents:
    """Makes page documents from what the web build left in `static`. Raises PagesMissing where there is none."""

    def __init__(self, static: Path) -> None:
        self._parts = {page: _Parts(static, page) for page in PAGES}
        self._kept: dict[bytes, Document] = {}

    def document(
        self,
        page: Page,
        title: str,
        language: str,
        code: str | None,
        address: str | None,
        snapshot: Snapshot | None,
    ) -> Document:
        """The page with its first state. The same arguments give the same document."""
        boot = {
            "page": page,
            "version": __version__,
            "code": code,
            "address": address,
            "snapshot": to_builtins(snapshot) if snapshot is not None else None,
        }
        html = self._parts[page].html(title, language, orjson.dumps(boot))
        key = hashlib.sha256(html).digest()
        if (known := self._kept.get(key)) is not None:
            return known
        if len(self._kept) >= KEPT_DOCUMENTS:
            del self._kept[next(iter(self._kept))]
        made = Document(html, gzip.compress(html, 9, mtime=0), self._parts[page].policy)
        self._kept[key] = made
        return made


class _Parts:
    """One page's script and style, and the policy that names them."""

    def __init__(self, static: Path, page: Page) -> None:
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
                f"script-src 'self' '{_hash(self.script)}'",
                f"style-src '{_hash(self.style)}'",
                "img-src 'self' data: blob:",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        )

    def html(self, title: str, language: str, boot: bytes) -> bytes:
        # In a script element "<" could begin a tag; JSON can say it another way.
        state = (
            boot.decode().replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        )
        return (
            f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f'<title>{escape(title)}</title>\n<link rel="icon" href="/icon.svg" type="image/svg+xml">\n'
            f"<style>{self.style}</style>\n</head>\n<body>\n"
            f'<div id="app"></div>\n<noscript><p>{NO_SCRIPT}</p></noscript>\n'
            f'<script type="application/json" id="boot">{state}</script>\n'
            f'<script type="module">{self.script}</script>\n</body>\n</html>\n'
        ).encode()


def static_folder() -> Path:
    """Where the built pages are: in the installed package, or in a source checkout's web/dist."""
    installed = Path(__file__).parents[1] / "static"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "web" / "dist"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
