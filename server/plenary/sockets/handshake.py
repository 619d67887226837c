"""A WebSocket handshake that is beyond doubt, read at once: of each phone in a storm, reading it takes the most time.

Whatever is not plainly sound, or rare, is None here, and read by h11 and websockets: they say what is wrong with it.
"""

import re
from dataclasses import dataclass
from typing import Final

from websockets.utils import accept_key

Fields = list[tuple[bytes, bytes]]
"""Of a request's head; their names in small letters."""

# A browser's has some 800 bytes.
LONGEST_BYTES: Final = 4_096

_TOKEN: Final = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_HEAD: Final = re.compile(rb"GET (/[!-~]*) HTTP/1\.1\r\n((?:" + _TOKEN + rb":[\t -~]*\r\n){5,60})\r\n")
_FIELD: Final = re.compile(rb"([^:]+):[\t ]*([\t -~]*?)[\t ]*\r\n")
# Sixteen bytes in base 64.
_KEY: Final = re.compile(rb"[A-Za-z0-9+/]{21}[AQgw]==")


@dataclass(frozen=True, slots=True)
class Handshake:
    """`accept`: the answer to its key."""

    target: bytes
    fields: Fields
    accept: bytes


def read(head: bytes) -> Handshake | None:
    """The handshake that the whole head of a request is; None where that takes a closer look."""
    if len(head) > LONGEST_BYTES or (found := _HEAD.fullmatch(head)) is None:
        return None
    fields = [(name.lower(), value) for name, value in _FIELD.findall(found[2])]
    known = dict(fields)
    if (
        len(known) < len(fields)  # one of them comes twice
        or not known.get(b"host")
        or known.get(b"upgrade", b"").lower() != b"websocket"
        or b"upgrade" not in [one.strip() for one in known.get(b"connection", b"").lower().split(b",")]
        or known.get(b"sec-websocket-version") != b"13"
        or _KEY.fullmatch(key := known.get(b"sec-websocket-key", b"")) is None
        or b"content-length" in known
        or b"transfer-encoding" in known
    ):
        return None
    return Handshake(found[1], fields, accept_key(key.decode()).encode())
