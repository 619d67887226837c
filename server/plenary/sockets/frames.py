"""A client's bytes to messages (RFC 6455, section 5): checked, unmasked, put together. No I/O."""

import sys
from dataclasses import dataclass
from typing import Final

from websockets.exceptions import ProtocolError
from websockets.frames import Close
from websockets.utils import apply_mask

from plenary.wire.framing import CLOSE, TEXT

PROTOCOL_ERROR: Final = 1002
NOT_UTF8: Final = 1007
TOO_LARGE: Final = 1009
NO_CODE: Final = 1005

# Ours send one frame a message; a message of very many small ones costs more than it says.
MOST_FRAGMENTS: Final = 64

_LARGEST_CONTROL: Final = 125
_CONTROL: Final = 8
_PONG: Final = 10


@dataclass(frozen=True, slots=True)
class Violation(Exception):
    """The client breaks the protocol; `code` is the close code that says how."""

    code: int


class FrameReader:
    """Takes bytes as they come and gives whole messages and control frames.

    limit: the largest message, in bytes. After a violation nothing more is read.
    """

    __slots__ = ("_at", "_buffer", "_fragments", "_limit", "_opcode", "_size", "has_more", "violation")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.has_more = False
        """Whether what has come was not read to its end, because so much was not asked for."""
        self._buffer = b""
        self._at = 0
        """Up to where it has been read: what is left is not copied for every few frames of it."""
        self._opcode = 0
        self._fragments: list[bytes] | None = None
        self._size = 0
        self.violation: Violation | None = None

    @property
    def is_midway(self) -> bool:
        """Whether a frame or a message has begun and is not whole yet."""
        return self._at < len(self._buffer) or self._fragments is not None

    def frames_ahead(self, most: int) -> int:
        """How many whole frames wait to be read, as far as that is worth counting; none of them is looked into."""
        data, at, end, count = self._buffer, self._at, len(self._buffer), 0
        while count < most and end - at >= 2:
            length, start = data[at + 1] & 0x7F, at + 2
            if length > _LARGEST_CONTROL:
                start += 2 if length == 126 else 8
                length = int.from_bytes(data[at + 2 : start], "big")
            at = start + 4 + length
            count += at <= end
        return count

    def drop(self) -> None:
        """Read nothing of what waits."""
        self._buffer, self._at, self.has_more = b"", 0, False

    def read(self, data: bytes, most: int = sys.maxsize) -> list[tuple[int, bytes]]:
        """What these bytes complete: opcode and payload of each; `violation` says if and why reading ended.

        most: so many and no more; the next call, with no bytes perhaps, goes on.
        """
        found: list[tuple[int, bytes]] = []
        self.has_more = False
        if self.violation is None:
            try:
                if data:
                    self._buffer, self._at = (self._buffer[self._at :] + data if self._buffer else data), 0
                self._read(found, most)
            except Violation as violation:
                # Its traceback would hold this reader, and it the traceback: both stay until they are looked for.
                self.violation = violation.with_traceback(None)
                self.drop()
        return found

    def _read(self, found: list[tuple[int, bytes]], most: int) -> None:
        data, at, end = self._buffer, self._at, len(self._buffer)
        while end - at >= 2:
            if len(found) >= most:
                self.has_more = True
                break
            first, second = data[at], data[at + 1]
            opcode, is_last, length = first & 0x0F, first & 0x80, second & 0x7F
            self._check_head(first, second)
            start = at + 2
            if length > _LARGEST_CONTROL:
                wide = 2 if length == 126 else 8
                if end - start < wide:
                    break
                length = int.from_bytes(data[start : start + wide], "big")
                start += wide
            if opcode < _CONTROL and self._size + length > self._limit:
                raise Violation(TOO_LARGE)
            if end - start < 4 + length:
                break
            at = start + 4 + length
            payload = apply_mask(data[start + 4 : at], data[start : start + 4])
            if opcode >= _CONTROL:
                found.append((opcode, payload))
                if opcode == CLOSE:
                    break
            elif is_last and opcode:
                found.append((opcode, _checked(opcode, payload)))
            else:
                self._add(opcode, payload, bool(is_last), found)
        self._at = at
        if not self.has_more:
            self._buffer, self._at = data[at:], 0

    def _check_head(self, first: int, second: int) -> None:
        opcode, length = first & 0x0F, second & 0x7F
        if first & 0x70 or not second & 0x80:
            raise Violation(PROTOCOL_ERROR)  # a reserved bit, or no mask
        if opcode >= _CONTROL:
            if opcode > _PONG or not first & 0x80 or length > _LARGEST_CONTROL:
                raise Violation(PROTOCOL_ERROR)
        elif opcode > 2 or (opcode == 0) != (self._fragments is not None):
            raise Violation(PROTOCOL_ERROR)

    def _add(self, opcode: int, payload: bytes, is_last: bool, found: list[tuple[int, bytes]]) -> None:
        if self._fragments is None:
            self._fragments, self._opcode = [], opcode
        self._fragments.append(payload)
        self._size += len(payload)
        if len(self._fragments) > MOST_FRAGMENTS:
            raise Violation(TOO_LARGE)
        if is_last:
            whole, opcode = b"".join(self._fragments), self._opcode
            self._fragments, self._size = None, 0
            found.append((opcode, _checked(opcode, whole)))


def close_code(payload: bytes) -> int:
    """The code of a client's close frame, 1005 where it names none. Raises Violation."""
    try:
        return Close.parse(payload).code
    except UnicodeDecodeError:
        raise Violation(NOT_UTF8) from None
    except ProtocolError:
        raise Violation(PROTOCOL_ERROR) from None


def _checked(opcode: int, payload: bytes) -> bytes:
    if opcode == TEXT:
        try:
            payload.decode()
        except UnicodeDecodeError:
            raise Violation(NOT_UTF8) from None
    return payload
