"""WebSockets for thousands of clients in one process: straight to the hubs, and maps are passed over unread."""

import asyncio
import base64
import os
import random
from collections import deque
from collections.abc import Sequence
from typing import Any, Final, cast
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

from plenary.crowd.client import PING_EVERY_S
from plenary.wire.codec import Encoding, write
from plenary.wire.from_client import Ping

OPENED_WITHIN_S: Final = 30.0
A_PING: Final = write(Ping(), Encoding.MSGPACK)
_BINARY, _CLOSE, _PING, _PONG = 2, 8, 9, 10

# A phone of a trial says where it stands and what was counted; ten thousand dots are nothing to it.
UNREAD: Final = tuple(
    b"\xa4kind" + bytes((0xA0 + len(kind),)) + kind
    for kind in (b"map", b"map-moved", b"dot", b"next", b"pulse")
)


class LeanConnection(asyncio.Protocol):
    """What plenary.crowd.client asks of a connection, and no more."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.upgraded: asyncio.Future[None] = loop.create_future()
        self._rest = b""
        self._messages: deque[bytes] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._end: ConnectionClosedError | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        if not self.upgraded.done():
            head, end, data_after = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = data
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.upgraded.set_exception(ConnectionError(head[:40].decode(errors="replace")))
                return
            self.upgraded.set_result(None)
            data = data_after
        at = 0
        while len(data) - at >= 2:
            start, size = at + 2, data[at + 1]
            if size > 125:
                wide = 2 if size == 126 else 8
                start += wide
                size = int.from_bytes(data[at + 2 : start], "big")
            if len(data) < start + size:
                break
            self._take(data[at] & 0x0F, data[start : start + size])
            at = start + size
        self._rest = data[at:]

    def keep_asking(self) -> None:
        """As a phone does, which is told in answer how long it may stay away."""
        if self._end is None:
            self._write(_BINARY, A_PING)
            asyncio.get_running_loop().call_later(PING_EVERY_S, self.keep_asking)

    def connection_lost(self, reason: Exception | None) -> None:
        if not self.upgraded.done():
            self.upgraded.set_exception(ConnectionError("closed before the upgrade"))
        self._ended(ConnectionClosedError(None, None))

    async def send(self, payload: bytes) -> None:
        if self._end is not None:
            raise self._end
        self._write(_BINARY, payload)

    async def recv(self, decode: bool = False) -> bytes:
        while not self._messages:
            if self._end is not None:
                raise self._end
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        return self._messages.popleft()

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _PING:
            self._write(_PONG, payload)
        elif opcode == _CLOSE:
            code = int.from_bytes(payload[:2], "big")
            self._ended(ConnectionClosedError(Close(code, payload[2:].decode()), None))
            self.transport.close()
        elif not any(kind in payload[:16] for kind in UNREAD):
            self._messages.append(payload)
            self._wake()

    def _write(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        # A mask of zeros leaves the payload as it is.
        length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self.transport.write(bytes((0x80 | opcode,)) + length + b"\0\0\0\0" + payload)

    def _ended(self, end: ConnectionClosedError) -> None:
        self._end = self._end or end
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


class LeanConnecting:
    """Stands where the client opens a WebSocket: at one of these ports, whichever comes."""

    def __init__(self, ports: Sequence[int], rng: random.Random, url: str) -> None:
        self._port = rng.choice(ports)
        self._path = urlsplit(url).path
        self._connection: LeanConnection | None = None

    async def __aenter__(self) -> LeanConnection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(LeanConnection, "127.0.0.1", self._port)
        self._connection = connection
        key = base64.b64encode(os.urandom(16)).decode()
        connection.transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: {Encoding.MSGPACK.value}\r\n\r\n".encode()
        )
        try:
            async with asyncio.timeout(OPENED_WITHIN_S):
                await connection.upgraded
        except BaseException:
            connection.transport.abort()
            raise
        asyncio.get_running_loop().call_later(PING_EVERY_S, connection.keep_asking)
        return connection

    async def __aexit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.transport.abort()


def connecting(ports: Sequence[int], rng: random.Random) -> Any:
    """What to put in the place of the client's own `connect`."""
    return lambda url, **_: LeanConnecting(ports, rng, url)
