"""uvicorn's HTTP protocol with limits and deadlines: whoever sends half a request does not keep a connection by it."""

import asyncio
from http import HTTPStatus
from typing import Any, Final

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from plenary.sockets.giving_back import MEMORY
from plenary.sockets.heads import Refusal, is_whole, trouble_with
from plenary.sockets.protocol import AttachingProtocol
from plenary.sockets.silence import silent

BODY_WITHIN_S: Final = 30.0
# From the end of an answer on: a page of 100 kB takes a phone at 32 kbit/s half of it.
READ_WITHIN_S: Final = 60.0

# What is sent after a refusal is thrown away for so long: a connection that is cut at once takes the answer with it.
LINGER_S: Final = 0.5
# And so much of it: the rest may wait in the network until then.
MOST_THROWN_AWAY_BYTES: Final = 262_144

# Files that are no connections: the store, logs, scripts.
FILES_KEPT: Final = 128


class LimitedRequests(H11Protocol):
    """What reads a connection's requests from its first whole head on."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        # uvicorn's own limit is kept after the head has been read, and counts requests; newcomers are counted before.
        self.limit_concurrency = None
        self._attaches = config.ws_protocol_class is AttachingProtocol
        self._head = b""
        self._came_s = 0.0
        self._deadline: asyncio.TimerHandle | None = None
        self._is_refused = self._owes_head = False
        self._thrown_away_bytes = 0
        self._silent = silent()

    def take_over(self, transport: asyncio.Transport, came_s: float) -> None:
        """Have the connection of a newcomer, which was made then."""
        transport.set_protocol(self)
        self.connection_made(transport)
        self._came_s = came_s

    def connection_lost(self, exc: Exception | None) -> None:
        self._settle()
        super().connection_lost(exc)
        # A request and its connection would hold each other until they are looked for.
        self.cycle = None  # type: ignore[assignment]
        MEMORY.one_has_gone(self.connections)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            self._thrown_away_bytes += len(data)
            if self._thrown_away_bytes > MOST_THROWN_AWAY_BYTES:
                self.transport.pause_reading()
            return
        if self.conn.their_state is h11.IDLE:
            self._head += data
            if (refusal := trouble_with(self._head)) is not None:
                return self.refuse(refusal)
            if not is_whole(self._head):
                # The connection has begun its next request; before that its silence was uvicorn's to time.
                if not self._owes_head:
                    self._unset_keepalive_if_required()
                    self._expect_head()
                return
            data, self._head = self._head, b""
            self._settle()
        super().data_received(data)
        if self.transport.get_protocol() is not self:
            return  # a socket now
        if self.conn.their_state is h11.SEND_BODY and self._deadline is None:
            self._deadline = self.loop.call_later(BODY_WITHIN_S, self.cut)
        elif self.conn.their_state is not h11.SEND_BODY:
            self._settle()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY and not self.transport.is_closing():
            # Answered without having been read to its end: nothing that comes now is a request.
            self._linger()
        elif self.transport.get_write_buffer_size():
            self._settle()
            self._deadline = self.loop.call_later(READ_WITHIN_S, self._cut_unread)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._settle()
        self._deadline = self.loop.call_later(READ_WITHIN_S, self.cut)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._settle()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._settle()
        if not self._attaches:
            return super().handle_websocket_upgrade(event)
        # Read once: uvicorn would write the request anew for its WebSocket protocol to read.
        if any(
            name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
            for name, value in self.headers
        ):
            return self.refuse(Refusal.MALFORMED)
        self.connections.discard(self)
        protocol = AttachingProtocol(self.config, self.server_state, self.app_state, self.loop)
        protocol.take_over(self.transport, self._came_s)
        protocol.begin_in_full(event, self.headers)

    def cut(self) -> None:
        """End the connection now."""
        self._settle()
        if not self.transport.is_closing():
            self.transport.abort()

    def _cut_unread(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def _expect_head(self) -> None:
        self._owes_head = True
        self._silent.enter(self)

    def _settle(self) -> None:
        if self._owes_head:
            self._owes_head = False
            self._silent.leave(self)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def send_400_response(self, msg: str) -> None:
        """What h11 cannot read; uvicorn has logged it."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return self.cut()
        if self.cycle is not None:
            # Whoever reads the body hears that there is no more of it, and what they say is not sent.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        return self.refuse(Refusal.MALFORMED)

    def refuse(self, refusal: Refusal) -> None:
        """Answer without the application, and end."""
        self._settle()
        self._head = b""
        status = HTTPStatus(refusal.value)
        body = f'{{"code":"{refusal.code}"}}'
        lines = [
            f"HTTP/1.1 {status.value} {status.phrase}",
            "content-type: application/json",
            f"content-length: {len(body)}",
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "content-security-policy: default-src 'none'; frame-ancestors 'none'",
            "connection: close",
        ]
        if refusal is Refusal.TOO_MANY:
            lines.append("retry-after: 5")
        self.transport.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        self._linger()

    def _linger(self) -> None:
        self._is_refused = True
        self._unset_keepalive_if_required()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._deadline = self.loop.call_later(LINGER_S, self.cut)


def most_connections(files: int) -> int:
    """How many connections a process may hold that may open so many files."""
    return max(files - FILES_KEPT, files // 2)
