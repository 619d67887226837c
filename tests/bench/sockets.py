"""A WebSocket client so lean that the server is what is measured: text frames, no extensions, one buffer a socket."""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

SMALL, MEDIUM = 126, 127


class Socket(asyncio.Protocol):
    """One connection. `on_text` is called with each text frame's bytes."""

    def __init__(self, on_text: Callable[["Socket", bytes], None]) -> None:
        self.on_text = on_text
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._upgraded = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are none by birth

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._upgraded and not self._read_upgrade():
            return
        while (frame := self._next_frame()) is not None:
            opcode, payload = frame
            if opcode == 1:
                self.on_text(self, payload)
            elif opcode == 9:
                self._send(10, payload)

    def connection_lost(self, reason: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("the server closed before the upgrade"))

    def send_text(self, text: bytes) -> None:
        self._send(1, text)

    def close(self) -> None:
        assert self.transport is not None
        self.transport.close()

    def _send(self, opcode: int, payload: bytes) -> None:
        assert self.transport is not None
        # A mask of zeros leaves the payload as it is: the server still has to unmask it.
        if len(payload) < SMALL:
            head = bytes((0x80 | opcode, 0x80 | len(payload)))
        else:
            head = bytes((0x80 | opcode, 0x80 | SMALL)) + len(payload).to_bytes(2, "big")
        self.transport.write(head + b"\0\0\0\0" + payload)

    def _read_upgrade(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        if not self._buffer.startswith(b"HTTP/1.1 101"):
            self.opened.set_exception(ConnectionError(bytes(self._buffer[:40]).decode(errors="replace")))
            return False
        del self._buffer[: end + 4]
        self._upgraded = True
        self.opened.set_result(None)
        return True

    def _next_frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 0x7F, 2
        if length == SMALL:
            length, start = int.from_bytes(buffer[2:4], "big"), 4
        elif length == MEDIUM:
            length, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start + length:
            return None
        frame = buffer[0] & 0x0F, bytes(buffer[start : start + length])
        del buffer[: start + length]
        return frame


async def connect(url: str, subprotocol: str, on_text: Callable[[Socket, bytes], None]) -> Socket:
    """An open connection to a ws:// address. Raises ConnectionError."""
    parts = urlsplit(url)
    _, socket = await asyncio.get_running_loop().create_connection(
        lambda: Socket(on_text), parts.hostname or "127.0.0.1", parts.port or 80
    )
    assert socket.transport is not None
    key = base64.b64encode(os.urandom(16)).decode()
    socket.transport.write(
        f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: {subprotocol}\r\n\r\n".encode()
    )
    await socket.opened
    return socket
