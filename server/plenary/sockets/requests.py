"""uvicorn's HTTP protocol with limits and deadlines: whoever sends half a request does not keep a connection by it."""

import asyncio
import re
from enum import Enum
from http import HTTPStatus
from typing import Any, Final

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from plenary.hub.looped import OneEach
from plenary.hub.turnstile import turnstile
from plenary.sockets.giving_back import MEMORY
from plenary.sockets.handshake import read
from plenary.sockets.protocol import AttachingProtocol

HEAD_WITHIN_S: Final = 10.0
BODY_WITHIN_S: Final = 30.0
# From the end of an answer on: a page of 100 kB takes a phone at 32 kbit/s half of it.
READ_WITHIN_S: Final = 60.0

LONGEST_LINE_BYTES: Final = 4_096
LARGEST_HEAD_BYTES: Final = 16_384
MOST_FIELDS: Final = 64
# Twice what any address takes; those have smaller limits of their own.
LARGEST_BODY_BYTES: Final = 131_072

# What is sent after a refusal is thrown away for so long: a connection that is cut at once takes the answer with it.
LINGER_S: Final = 0.5
# And so much of it: the rest may wait in the network until then.
MOST_THROWN_AWAY_BYTES: Final = 262_144

# A browser opens some ahead and says nothing on them. Beyond that the ones that have been silent longest go.
MOST_SILENT: Final = 1_000

END_OF_HEAD: Final = re.compile(rb"\n\r?\n")

# Files that are no connections: the store, logs, scripts.
FILES_KEPT: Final = 128


class Refusal(Enum):
    """Why a request is not read: the value is the status that it is answered with."""

    MALFORMED = 400
    BODY_TOO_LARGE = 413
    LINE_TOO_LONG = 414
    HEAD_TOO_LARGE = 431
    TOO_MANY = 503


class Silent:
    """Connections of one event loop that owe us a request's head, oldest first."""

    def __init__(self) -> None:
        self._waiting: dict[LimitedRequests, None] = {}

    def enter(self, one: "LimitedRequests") -> None:
        self._waiting[one] = None
        if len(self._waiting) > MOST_SILENT:
            self.drop_oldest()

    def leave(self, one: "LimitedRequests") -> None:
        self._waiting.pop(one, None)

    def drop_oldest(self) -> bool:
        """Cut the one that has been silent longest; False where nobody is."""
        oldest = next(iter(self._waiting), None)
        if oldest is not None:
            del self._waiting[oldest]
            oldest.cut()
        return oldest is not None


_silent: Final = OneEach(Silent)


class LimitedRequests(H11Protocol):
    """For uvicorn's `http` option. Its `limit_concurrency` is how many connections there may be in all."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        # uvicorn's own limit is kept after the head has been read, and counts requests; ours before.
        self._most = self.limit_concurrency
        self._attaches = config.ws_protocol_class is AttachingProtocol
        self.limit_concurrency = None
        self._head = b""
        self._came_s = 0.0
        self._deadline: asyncio.TimerHandle | None = None
        self._is_refused = self._is_waiting = False
        self._early = b""
        self._thrown_away_bytes = 0
        self._silent = _silent()
        self._turnstile = turnstile()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._came_s = self.loop.time()
        # Whoever is connected stays: a newcomer takes the place of one that says nothing, or none.
        if self._most is not None and len(self.connections) > self._most and not self._silent.drop_oldest():
            return self._refuse(Refusal.TOO_MANY)
        if self._turnstile.enter(self._come_in):
            self._expect_head()
        else:
            self._is_waiting = True
            transport.pause_reading()

    def _come_in(self) -> None:
        """It is our turn to be read."""
        self._is_waiting = False
        if not self.transport.is_closing():
            self._expect_head()
            self.transport.resume_reading()
            if self._early:
                early, self._early = self._early, b""
                self.data_received(early)

    def connection_lost(self, exc: Exception | None) -> None:
        self._settle()
        super().connection_lost(exc)
        # A request and its connection would hold each other until they are looked for.
        self.cycle = None  # type: ignore[assignment]
        MEMORY.one_has_gone()

    def data_received(self, data: bytes) -> None:
        if self._is_waiting:
            # uvloop begins to read after connection_made, whatever that has said. Read now, this would be a socket by
            # the time its turn comes, and be cut for a head that is overdue.
            self._early += data
            return self.transport.pause_reading()
        if self._is_refused:
            self._thrown_away_bytes += len(data)
            if self._thrown_away_bytes > MOST_THROWN_AWAY_BYTES:
                self.transport.pause_reading()
            return
        if self.conn.their_state is h11.IDLE:
            if self._attaches and not self._head and (handshake := read(data)) is not None:
                self._settle()
                return self._become_socket().begin(handshake)
            self._head += data
            if (refusal := _trouble_with(self._head)) is not None:
                return self._refuse(refusal)
            if _end_of(self._head) < 0:
                # A keep-alive connection has begun its next request; before that its silence was uvicorn's to time.
                if self._deadline is None:
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
            return self._refuse(Refusal.MALFORMED)
        self._become_socket().begin_in_full(event, self.headers)

    def _become_socket(self) -> AttachingProtocol:
        protocol = AttachingProtocol(self.config, self.server_state, self.app_state, self.loop)
        protocol.take_over(self, self._came_s)
        self.connections.discard(self)
        self.transport.set_protocol(protocol)
        return protocol

    def cut(self) -> None:
        """End the connection now."""
        self._settle()
        if not self.transport.is_closing():
            self.transport.abort()

    def _cut_unread(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def _expect_head(self) -> None:
        self._deadline = self.loop.call_later(HEAD_WITHIN_S, self.cut)
        self._silent.enter(self)

    def _settle(self) -> None:
        self._silent.leave(self)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, refusal: Refusal) -> None:
        """Answer without the application, and end."""
        self._settle()
        self._head = b""
        status = HTTPStatus(refusal.value)
        lines = [
            f"HTTP/1.1 {status.value} {status.phrase}",
            "content-type: text/plain; charset=utf-8",
            "content-length: 0",
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "content-security-policy: default-src 'none'; frame-ancestors 'none'",
            "connection: close",
        ]
        if refusal is Refusal.TOO_MANY:
            lines.append("retry-after: 5")
        self.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
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


def _end_of(head: bytes) -> int:
    found = END_OF_HEAD.search(head)
    return found.start() if found else -1


def _trouble_with(head: bytes) -> Refusal | None:
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
