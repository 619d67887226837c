"""The texts that the server itself writes into pages, and which language somebody reads.

The words are those of `web/src/text`; the web build leaves them beside the pages.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import orjson

ENGLISH: Final = "en"
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})

Catalogues = Mapping[str, Mapping[str, str]]
"""By language, by key."""


def read_catalogues(file: Path) -> Catalogues:
    """The words that the web build left in the file. Raises FileNotFoundError."""
    catalogues: Catalogues = orjson.loads(file.read_bytes())
    return catalogues


def best_language(accept: str, offered: Sequence[str], otherwise: str) -> str:
    """The first of the offered languages that an Accept-Language header asks for.

    otherwise: the language to take where it asks for none of them; if that is not offered either, English.
    """
    wanted = []
    for place, part in enumerate(accept.split(",")[:20]):
        tag, _, weight = part.partition(";")
        wanted.append((-_weight(weight), place, tag.strip().lower().partition("-")[0]))
    for unlike, _, name in sorted(wanted):
        if unlike < 0 and name in offered:
            return name
    return otherwise if otherwise in offered else ENGLISH


def direction(language: str) -> str:
    """Which way the language is written, as HTML says it."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
