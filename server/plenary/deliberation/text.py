"""What people write, made fit to keep and to show. Every text passes here once, on its way in."""

import unicodedata

from plenary.deliberation.refusals import TextEmpty, TextTooLong

BYTES_PER_CHARACTER = 4

# Joiners are part of the spelling in Persian, Hindi and many emoji; the other invisible format
# characters (direction overrides, isolates, tags) can make a text read as another one.
KEPT_FORMAT_CHARACTERS = {"\u200c", "\u200d"}


def clean(text: str, limit: int) -> str:
    """The text in one line, composed (NFC), without controls, surrogates and invisible direction marks.

    limit: the most characters that may remain. Cleaning a cleaned text changes nothing.
    Raises TextEmpty, TextTooLong.
    """
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if _is_kept(c))
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    if not any(c.isprintable() and not c.isspace() and c not in KEPT_FORMAT_CHARACTERS for c in line):
        raise TextEmpty
    if len(line) > limit or len(line.encode()) > limit * BYTES_PER_CHARACTER:
        raise TextTooLong
    return line


def likeness(text: str) -> str:
    """Equal for texts that a reader would call the same words: letter case, form and end marks set aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).rstrip(".!?…。 ")


def _is_kept(character: str) -> bool:
    category = unicodedata.category(character)
    return category not in ("Cf", "Cs", "Co", "Cn") or character in KEPT_FORMAT_CHARACTERS
