"""The report as one file that needs nothing else: its data, its page, and a seal over both.

The page's script and style are handed in: what lives here knows how the data stand in the file, and reads them again.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from html import escape
from typing import Final

import msgspec

from plenary import __version__
from plenary.archive.report.model import FORM, Report

BEGIN: Final = b'<script type="application/json" id="report" data-sha256="'
AFTER_DIGEST: Final = b'">'
END: Final = b"</script>"

SEAL: Final = b"<!-- plenary-seal "
SEAL_END: Final = b" -->\n"
BLANK: Final = b"0" * 64
DIGEST: Final = re.compile(rb"[0-9a-f]{64}")

MOST_BYTES: Final = 256 * 1024 * 1024

NO_SCRIPT: Final = (
    "This report is drawn by the script in this file; without scripting, its statements stand below, and its data "
    "in the element with the id “report”."
)


class ReportUnreadable(Exception):
    """The file is no report of Plenary, or not as it was written; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Page:
    """What draws the report: a module script and a style sheet, neither of which ends its own element."""

    script: str
    style: str

    @property
    def policy(self) -> str:
        """What the page may do: run this script, use this style, and ask the server that it came from, if any."""
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src '{_source(self.script)}'",
                f"style-src '{_source(self.style)}'",
                "img-src data:",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
            )
        )


def data_of(report: Report) -> bytes:
    """The report as JSON that may stand in a script element: in it "<" could begin a tag."""
    return msgspec.json.encode(report).replace(b"<", b"\\u003c")


def digest_of(report: Report) -> str:
    """The digest that the report's file states of its data (SHA-256, hexadecimal)."""
    return hashlib.sha256(data_of(report)).hexdigest()


def written(report: Report, page: Page) -> bytes:
    """The whole file. The same report and page give the same bytes."""
    data = data_of(report)
    digest = hashlib.sha256(data).hexdigest().encode()
    title = escape(report.event.title)
    head = (
        f'<!doctype html>\n<html lang="{escape(report.event.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(page.policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="Plenary {__version__}">\n<title>{title}</title>\n'
        '<link rel="icon" href="data:,">\n'
        f'<style>{page.style}</style>\n</head>\n<body>\n<div id="app"></div>\n{_without_script(report)}\n'
    ).encode()
    tail = f'\n<script type="module">{page.script}</script>\n</body>\n</html>\n'.encode()
    unsealed = b"".join((head, BEGIN, digest, AFTER_DIGEST, data, END, tail, SEAL, BLANK, SEAL_END))
    seal = hashlib.sha256(unsealed).hexdigest().encode()
    return unsealed[: -len(BLANK + SEAL_END)] + seal + SEAL_END


def read(content: bytes) -> tuple[Report, str]:
    """The report of a file and the digest of its data. Raises ReportUnreadable, also where any byte was changed."""
    begin = content.find(BEGIN)
    if begin < 0 or content.find(BEGIN, begin + 1) >= 0:
        raise ReportUnreadable("is no report of Plenary")
    digest_at = begin + len(BEGIN)
    data_at = digest_at + 64 + len(AFTER_DIGEST)
    digest = content[digest_at : digest_at + 64]
    end = content.find(END, data_at)
    if not DIGEST.fullmatch(digest) or content[digest_at + 64 : data_at] != AFTER_DIGEST or end < 0:
        raise ReportUnreadable("is damaged: the frame of its data is broken")
    data = content[data_at:end]
    if hashlib.sha256(data).hexdigest().encode() != digest:
        raise ReportUnreadable("has been changed: its data do not have the digest that it states")
    _check_seal(content)
    try:
        report = msgspec.json.decode(data, type=Report)
    except (msgspec.DecodeError, UnicodeDecodeError) as reason:
        raise ReportUnreadable(f"does not hold a report that can be read ({reason})") from None
    if report.form > FORM:
        raise ReportUnreadable(
            f"is a report in form {report.form}; this version of Plenary reads up to {FORM}"
        )
    return report, digest.decode()


def _check_seal(content: bytes) -> None:
    size = len(SEAL) + 64 + len(SEAL_END)
    seal = content[-size:]
    stated = seal[len(SEAL) : -len(SEAL_END)]
    if not seal.startswith(SEAL) or not seal.endswith(SEAL_END) or not DIGEST.fullmatch(stated):
        raise ReportUnreadable("is cut short, or has something added: its seal is missing")
    blank = content[: -(64 + len(SEAL_END))] + BLANK + SEAL_END
    if hashlib.sha256(blank).hexdigest().encode() != stated:
        raise ReportUnreadable("has been changed outside of its data: its seal does not fit")


def _without_script(report: Report) -> str:
    """The statements with everybody's answers, for whoever has no scripting, in thirty years or today."""
    parts = [f"<noscript>\n<p>{NO_SCRIPT}</p>\n<h1>{escape(report.event.title)}</h1>"]
    for prompt in report.prompts:
        tally = {score.statement: score.tally for score in prompt.result.scores}
        parts.append(f"<h2>{escape(prompt.text)}</h2>\n<ol>")
        for one in prompt.statements:
            counts = tally.get(one.number)
            told = (
                f"{counts.agree} agree, {counts.disagree} disagree, {counts.passed} pass"
                if counts
                else f"fewer than {report.privacy.k} votes"
            )
            parts.append(
                f'<li value="{one.number}" lang="{escape(one.language)}" dir="auto">{escape(one.text)} ({told})</li>'
            )
        parts.append("</ol>")
    return "\n".join([*parts, "</noscript>"])


def _source(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
