"""Bytes to messages and back, in both encodings. What comes in is typed or refused here, at the door."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgpack
import msgspec
import orjson

from plenary.wire import framing
from plenary.wire.from_client import FromClient
from plenary.wire.from_server import FromServer

FRAME_LIMIT_BYTES: Final = 4_096
"""The largest frame a client may send."""


class BadMessage(Exception):
    """What came is not a message of this protocol: the client is broken, or is not ours."""


class Encoding(StrEnum):
    """How messages are written; the value is the WebSocket subprotocol that asks for it."""

    MSGPACK = "plenary.v1.msgpack"
    JSON = "plenary.v1.json"


# To name a member of an enum costs more than all the rest of finding a frame that is made already.
_MSGPACK: Final = Encoding.MSGPACK

_READERS: Final[dict[Encoding, Callable[[bytes], FromClient]]] = {
    Encoding.MSGPACK: msgspec.msgpack.Decoder(FromClient).decode,
    Encoding.JSON: msgspec.json.Decoder(FromClient).decode,
}


def read(frame: bytes, encoding: Encoding) -> FromClient:
    """The client's message. Unknown fields are passed over. Raises BadMessage, with nothing of the frame in it."""
    if len(frame) > FRAME_LIMIT_BYTES:
        raise BadMessage("frame too large")
    try:
        return _READERS[encoding](frame)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as reason:
        raise BadMessage(type(reason).__name__) from None


def write(message: FromServer | FromClient, encoding: Encoding) -> bytes:
    """The message's bytes: msgpack with binary fields as they are, JSON with them in base64."""
    if encoding is Encoding.MSGPACK:
        packed: bytes = msgpack.packb(msgspec.to_builtins(message, builtin_types=(bytes,)))
        return packed
    return orjson.dumps(msgspec.to_builtins(message))


@dataclass(slots=True)
class Broadcast:
    """One message for many sockets: encoded once for each encoding that anybody asked for.

    binary_frame, text_frame: as `framed` gave them; None before it was asked.
    """

    message: FromServer
    _msgpack: bytes | None = None
    _json: bytes | None = None
    binary_frame: bytes | None = None
    text_frame: bytes | None = None

    def encoded(self, encoding: Encoding) -> bytes:
        if encoding is Encoding.MSGPACK:
            if self._msgpack is None:
                self._msgpack = write(self.message, encoding)
            return self._msgpack
        if self._json is None:
            self._json = write(self.message, encoding)
        return self._json

    def framed(self, encoding: Encoding) -> bytes:
        """The same as a WebSocket frame, for whoever writes to sockets directly."""
        if encoding is _MSGPACK:
            if self.binary_frame is None:
                self.binary_frame = framing.framed(framing.BINARY, self.encoded(encoding))
            return self.binary_frame
        if self.text_frame is None:
            self.text_frame = framing.framed(framing.TEXT, self.encoded(encoding))
        return self.text_frame
