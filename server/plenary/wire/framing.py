"""WebSocket frames as the server writes them (RFC 6455, section 5): whole, unmasked, without extensions."""

from typing import Final

TEXT: Final = 1
BINARY: Final = 2
CLOSE: Final = 8
PING: Final = 9
PONG: Final = 10

_SMALL: Final = 126
_MEDIUM: Final = 1 << 16


def framed(opcode: int, payload: bytes) -> bytes:
    """The payload as one frame."""
    size = len(payload)
    if size < _SMALL:
        return bytes((0x80 | opcode, size)) + payload
    if size < _MEDIUM:
        return bytes((0x80 | opcode, 126)) + size.to_bytes(2, "big") + payload
    return bytes((0x80 | opcode, 127)) + size.to_bytes(8, "big") + payload


def close_frame(code: int, reason: str) -> bytes:
    """The frame that ends a connection; the reason is cut to what a control frame holds."""
    return framed(CLOSE, code.to_bytes(2, "big") + reason.encode()[:123])
