"""The head of a request as it comes in: is it whole, is it too large, does it say twice where it ends."""

import re
from enum import Enum
from typing import Final

LONGEST_LINE_BYTES: Final = 4_096
LARGEST_HEAD_BYTES: Final = 16_384
MOST_FIELDS: Final = 64
# Twice what any address takes; those have smaller limits of their own.
LARGEST_BODY_BYTES: Final = 131_072

_END: Final = re.compile(rb"\n\r?\n")


class Refusal(Enum):
    """Why a request is not read: the value is the status that it is answered with."""

    MALFORMED = 400
    BODY_TOO_LARGE = 413
    LINE_TOO_LONG = 414
    HEAD_TOO_LARGE = 431
    TOO_MANY = 503

    @property
    def code(self) -> str:
        """Stable, as the API's codes are."""
        return self.name.lower().replace("_", "-")


def is_whole(head: bytes) -> bool:
    """Whether all of it has come."""
    return _end_of(head) >= 0


def _end_of(head: bytes) -> int:
    found = _END.search(head)
    return found.start() if found else -1


def trouble_with(head: bytes) -> Refusal | None:
    """What is wrong with a request's head, as far as it has come; what follows a whole one is not looked at."""
    end = _end_of(head)
    known = head if end < 0 else head[:end]
    line_end = known.find(b"\n")
    if (len(known) if line_end < 0 else line_end) > LONGEST_LINE_BYTES:
        return Refusal.LINE_TOO_LONG
    if len(known) > LARGEST_HEAD_BYTES or known.count(b"\n") > MOST_FIELDS:
        return Refusal.HEAD_TOO_LARGE
    if end < 0 or line_end < 0:
        return None
    fields = [line.partition(b":") for line in known[line_end + 1 :].split(b"\n")]
    lengths = [value.strip() for name, _, value in fields if name.strip().lower() == b"content-length"]
    is_chunked = any(name.strip().lower() == b"transfer-encoding" for name, _, _ in fields)
    # A field over two lines, two lengths, a length and chunks: readers differ on where such a request ends.
    is_folded = any(name[:1] in (b" ", b"\t") for name, _, _ in fields)
    if is_folded or len(lengths) + is_chunked > 1 or not all(value.isdigit() for value in lengths):
        return Refusal.MALFORMED
    if lengths and (len(lengths[0]) > 9 or int(lengths[0]) > LARGEST_BODY_BYTES):
        return Refusal.BODY_TOO_LARGE
    return None
