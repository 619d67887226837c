"""CSV as Plenary writes it: LF, UTF-8, times in words, and no cell that a spreadsheet would take for a formula.

A cell is armoured by an apostrophe before whatever could begin a formula: at its start, after a line's start and after
any separator that a spreadsheet may split at. Texts that look armoured already get one more, so taking one away gives
back what was written. Whoever reads the cells with another program sees at most an apostrophe too many.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

# What begins a formula, in its full-width and small forms too, and the minus of typographers.
FORMULA: Final = r"[=+\-@＝＋－＠﹦﹢﹣﹫−]"
BEFORE: Final = r'((?:\A|[,;|\t\r\n])[\s"]*)'

OPEN: Final = re.compile(f"{BEFORE}('*{FORMULA})")
ARMOURED: Final = re.compile(f"{BEFORE}'('*{FORMULA})")

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

OUR_ZONE: Final = "GMT+0000 (UTC)"
"""How our times end. Polis writes the zone's whole name, so a table with these is ours and its texts are armoured."""


def armoured(text: str) -> str:
    """The text as a cell that is no formula, wherever a spreadsheet splits it."""
    return OPEN.sub(r"\1'\2", text)


def bare(text: str) -> str:
    """What `armoured` was given."""
    return ARMOURED.sub(r"\1\2", text)


def in_words(at_ms: int) -> str:
    """The time as JavaScript writes dates, whatever this machine's language."""
    at = datetime.fromtimestamp(at_ms // 1_000, UTC)
    return f"{DAYS[at.weekday()]} {MONTHS[at.month - 1]} {at:%d} {at.year:04} {at:%H:%M:%S} {OUR_ZONE}"


def written(rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as a CSV file."""
    out = io.StringIO(newline="")
    # With LF alone as its end, the writer would leave a CR inside a cell without quotes.
    csv.writer(_LineFeeds(out), lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


class _LineFeeds:
    """Takes rows that end in CR LF and passes them on ending in LF."""

    def __init__(self, out: io.StringIO) -> None:
        self._out = out

    def write(self, row: str) -> int:
        return self._out.write(row.removesuffix("\r\n") + "\n")
