"""What people write, made fit to keep and to show. Every text passes here once, on its way in."""

import re
import unicodedata
from typing import Final

from plenary.deliberation.confusables import LARGE, SMALL
from plenary.deliberation.refusals import TextEmpty, TextTooLong

# Joiners are part of the spelling in Persian, Hindi and many emoji; the other invisible format
# characters (direction overrides, isolates, tags) can make a text read as another one.
KEPT_FORMAT_CHARACTERS = {"\u200c", "\u200d"}

# A joiner joins two characters: one at an edge or beside another joiner prints as nothing, in any number.
IDLE_JOINERS: Final = re.compile(r"[\u200c\u200d]+(?=[\u200c\u200d\s]|$)|(?:(?<=\s)|^)[\u200c\u200d]+")

# Marks on one letter. No living script needs more in a row; with dozens a text climbs over its neighbours on screen.
MOST_MARKS: Final = 4

WORD: Final = re.compile(r"[^\W\d_]+")

# Letters and symbols that print as nothing, alone or in rows.
BLANKS = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}


def clean(text: str, limit: int) -> str:
    """The text in one line, composed (NFC), without controls, surrogates, idle joiners and invisible direction marks.

    Of the marks on one letter the first four stay.

    limit: the most characters that may remain. Cleaning a cleaned text changes nothing.
    Raises TextEmpty, TextTooLong.
    """
    kept = text
    if not text.isprintable():
        kept = "".join(
            " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if _is_kept(c)
        )
    line = _with_few_marks(" ".join(unicodedata.normalize("NFC", IDLE_JOINERS.sub("", kept)).split()))
    if not any(_is_readable(c) for c in line):
        raise TextEmpty
    if len(line) > limit:
        raise TextTooLong
    return line


def likeness(text: str) -> str:
    """Equal for texts that a reader would call the same words: case, form, joiners and end marks set aside, and letters
    of another script that only look like those that are meant."""
    return plain(text).rstrip(".!?…。 ")


def plain(text: str) -> str:
    """The text as likeness compares it, with its end marks."""
    if text.isascii():
        return " ".join(text.casefold().split())
    joined = "".join(c for c in text if c not in KEPT_FORMAT_CHARACTERS)
    seen = WORD.sub(lambda word: _plain(word[0]), unicodedata.normalize("NFKC", joined))
    return " ".join(seen.casefold().split())


def _plain(word: str) -> str:
    """The word in small letters, in those of ASCII where it can be read so: where it has some of them, or looks as if
    all of it were."""
    if any(c.isascii() and c.isalpha() for c in word):
        return word.translate(LARGE).casefold().translate(SMALL)
    small = word.casefold()
    looks = small.translate(SMALL)
    return looks if looks.isascii() else small


def _with_few_marks(line: str) -> str:
    if line.isascii():
        return line
    kept: list[str] = []
    marks = 0
    for character in line:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _is_kept(character: str) -> bool:
    match unicodedata.category(character):
        case "Cf":
            return character in KEPT_FORMAT_CHARACTERS
        case "Cs" | "Co":
            return False
        case "Cn":
            return not _is_reserved(ord(character))
        case _:
            return True


def _is_reserved(code: int) -> bool:
    """Whether an unassigned code point is never to be a letter or picture: a noncharacter, or set aside for marks.

    The others may be assigned in a Unicode newer than this Python's: phones have emoji that it has not.
    """
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return is_noncharacter or code == 0x2065 or 0xFFF0 <= code <= 0xFFF8 or 0xE0000 <= code <= 0xE0FFF


def _is_readable(character: str) -> bool:
    category = unicodedata.category(character)
    return (category[0] in "LNPS" or category == "Cn") and character not in BLANKS
