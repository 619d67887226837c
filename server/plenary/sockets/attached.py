"""A connection after its handshake: bytes in, messages to a listener; frames out, straight to the transport."""

import asyncio
import contextlib
import os
import socket
import time
from typing import Final

from plenary.hub.carrying import GONE, NO_FILE, Listener
from plenary.hub.looped import OneEach
from plenary.sockets.frames import NO_CODE, FrameReader, Violation, close_code
from plenary.sockets.giving_back import MEMORY
from plenary.sockets.sending import sender
from plenary.wire.framing import CLOSE, PING, PONG, TEXT, close_frame, framed

# Above this much unsent, a socket counts as held: about a snapshot of a large event.
HIGH_WATER_BYTES: Final = 64 * 1024
# What the system itself may keep for one; on loopback, as behind a proxy, it would take up to four megabytes before
# anybody noticed that nothing is read. It counts twice as much, for its own needs.
SYSTEM_KEEPS_BYTES: Final = 64 * 1024

SWEEP_EVERY_S: Final = 5.0
# A network that swallows packets tells nobody. With a sweep and a goodbye, a phone is let go within 36 s.
PING_AFTER_S: Final = 15.0
SILENT_FOR_S: Final = 30.0
STALLED_AFTER_S: Final = 10.0
MESSAGE_WITHIN_S: Final = 30.0
# For the other side's goodbye; after that the connection is cut.
GOODBYE_WITHIN_S: Final = 5.0
SILENT_GOODBYE_WITHIN_S: Final = 1.0
# Of somebody who was told goodbye, so much is read on the way to theirs; whoever goes on is not heard any more, and cut
# when they have had the time to read it.
MOST_AFTER_GOODBYE_BYTES: Final = 2 * 1024
DEAF_FOR_S: Final = 0.25
# Whoever says more at once is heard on when the others have had their turn: a phone says hello and joins.
MOST_AT_ONCE: Final = 2
# Beyond this nobody's patience reaches: it is not counted on.
MOST_COUNTED: Final = 256

_A_PING: Final = framed(PING, b"")
_UNRESPONSIVE: Final = 1011


class _Nobody:
    """Who listens to a connection that is over. It and its listener would hold each other until they are looked for."""

    def hear(self, payload: bytes, is_text: bool) -> None: ...
    def pinged(self) -> None: ...
    def ahead(self, count: int) -> None: ...
    def held(self) -> None: ...
    def released(self) -> None: ...
    def behind(self) -> None: ...
    def stalled(self) -> None: ...
    def leave(self) -> None: ...
    def lost(self) -> None: ...


_NOBODY: Final = _Nobody()

# A name of its own: it is called for every phone that anything is told to.
_write: Final = os.write


class Attached(asyncio.Protocol):
    """One attached connection; a Carrier to its listener."""

    __slots__ = (
        "_backlog", "_begun_at", "_closing_at", "_connections", "_file", "_has_spoken", "_heard_at", "_held_at",
        "_is_behind", "_is_deaf", "_listener", "_paused", "_reader", "_sweeper", "_transport", "_unheard_bytes",
        "came_s", "sender",
    )  # fmt: skip

    def __init__(
        self,
        transport: asyncio.Transport,
        listener: Listener,
        limit: int,
        connections: set[asyncio.Protocol],
        came_s: float = 0.0,
    ) -> None:
        self._transport = transport
        self.came_s = came_s
        self._listener = listener
        self._reader = FrameReader(limit)
        self._connections = connections
        self._heard_at = time.monotonic()
        self._begun_at = self._held_at = self._closing_at = 0.0
        self._paused = self._has_spoken = self._is_deaf = False
        self._unheard_bytes = 0
        opened = transport.get_extra_info("socket")
        self._file = _bare_file(transport, opened)
        self._is_behind = self._file == NO_FILE or transport.get_write_buffer_size() > 0
        """Whether something may wait in the transport, so that what comes after has to go the same way."""
        _bound(opened)
        transport.set_write_buffer_limits(HIGH_WATER_BYTES)
        transport.set_protocol(self)
        connections.add(self)
        self.sender = sender()
        self._backlog = _backlog()
        self._sweeper = _sweeper()
        self._sweeper.add(self)

    @property
    def file(self) -> int:
        if self._is_behind and self._file != NO_FILE:
            self._is_behind = self._transport.get_write_buffer_size() > 0
        is_over = self._is_behind or self._closing_at or self._transport.is_closing()
        return NO_FILE if is_over else self._file

    def write(self, frame: bytes) -> None:
        transport = self._transport
        if self._is_behind:
            if self._file == NO_FILE or transport.get_write_buffer_size():
                return transport.write(frame)
            self._is_behind = False
        if transport.is_closing():
            return None
        # Past the transport while nothing waits in it: a tenth less for each of ten thousand. The file is this
        # connection's for as long as the transport is not closing.
        try:
            sent = _write(self._file, frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            return None  # the other side is gone; the transport will find out
        if sent != len(frame):
            self.went(frame, sent)
        return None

    def went(self, frame: bytes, sent: int) -> None:
        if sent != GONE:
            self._fall_behind()
            self._transport.write(frame[sent:])

    def _fall_behind(self) -> None:
        """From now on nothing may go past the transport."""
        if not self._is_behind:
            self._is_behind = True
            self._listener.behind()

    def data_received(self, data: bytes) -> None:
        self._heard_at = time.monotonic()
        if self._closing_at:
            self._unheard_bytes += len(data)
            if self._unheard_bytes > MOST_AFTER_GOODBYE_BYTES:
                return self._hear_no_more()
        self._read(data)

    def _read(self, data: bytes) -> None:
        reader, pongs = self._reader, b""
        for opcode, payload in reader.read(data, MOST_AT_ONCE):
            if self._closing_at and opcode != CLOSE:
                continue
            if opcode == PING:
                self._listener.pinged()
                if not self._held_at:
                    pongs += framed(PONG, payload)
                continue
            if opcode == PONG:
                self._listener.pinged()
                continue
            if pongs and not self._closing_at:
                self.write(pongs)
            pongs = b""
            if opcode == CLOSE:
                return self._closed_by_peer(payload)
            self._begun_at, self._has_spoken = 0.0, True
            self._listener.hear(payload, opcode == TEXT)
        if pongs and not self._closing_at:
            self.write(pongs)
        if reader.violation is not None and not self._closing_at:
            self._fail(reader.violation)
        # What has come whole and waits for its turn is not late, however long that takes.
        is_awaited = reader.is_midway and not reader.has_more
        self._begun_at = (self._begun_at or time.monotonic()) if is_awaited else 0.0
        if reader.has_more and not self._closing_at:
            self._listener.ahead(reader.frames_ahead(MOST_COUNTED))
        if reader.has_more and not self._transport.is_closing():
            self._transport.pause_reading()
            self._backlog.add(self)

    def read_on(self) -> None:
        """What was left of what came: its turn has come, unless the listener has asked to wait."""
        if not self._is_to_wait():
            self._read(b"")
            if not self._reader.has_more and not self._is_to_wait():
                self._transport.resume_reading()

    def _is_to_wait(self) -> bool:
        return self._paused or self._is_deaf or self._transport.is_closing()

    def eof_received(self) -> None:
        self._fall_behind()
        return None  # closes the transport

    def connection_lost(self, reason: Exception | None) -> None:
        # Before anything else: the system gives the file to the next who comes.
        self._fall_behind()
        self._connections.discard(self)
        self._sweeper.discard(self)
        listener, self._listener = self._listener, _NOBODY
        listener.lost()
        MEMORY.one_has_gone(self._connections)

    def pause_writing(self) -> None:
        self._held_at = time.monotonic()
        self._listener.held()

    def resume_writing(self) -> None:
        self._held_at = 0.0
        if not self._closing_at:
            self._listener.released()

    def shutdown(self) -> None:
        """Asked by the server when it stops."""
        if not self._closing_at:
            self._listener.leave()

    def close(self, code: int, reason: str) -> None:
        if self._closing_at or self._transport.is_closing():
            return
        self._say_goodbye(close_frame(code, reason))
        if self._reader.has_more:
            return self._hear_no_more()
        self.resume()
        if self._held_at or not self._has_spoken:
            self._wait_no_longer()

    def _wait_no_longer(self) -> None:
        """Whoever does not read, or has not said a word for long, is not waited for as others are."""
        asyncio.get_running_loop().call_later(SILENT_GOODBYE_WITHIN_S, self._transport.abort)

    def pause(self) -> None:
        if not self._paused and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def resume(self) -> None:
        if self._paused and not self._transport.is_closing():
            self._paused = False
            if self._reader.has_more:
                self._backlog.add(self)
            else:
                self._transport.resume_reading()

    def sweep(self, now: float) -> None:
        """Look whether the other side is still there and takes its turns in time."""
        if self._closing_at:
            if now - self._closing_at > GOODBYE_WITHIN_S:
                self._transport.abort()
        elif self._held_at:
            if now - self._held_at > STALLED_AFTER_S:
                self._listener.stalled()
        elif self._begun_at and now - self._begun_at > MESSAGE_WITHIN_S:
            self.close(_UNRESPONSIVE, "frame-overdue")
        elif self._paused:
            self._heard_at = now  # it is we who do not listen
        elif now - self._heard_at > SILENT_FOR_S:
            self.close(_UNRESPONSIVE, "silent")
            self._wait_no_longer()
        elif now - self._heard_at > PING_AFTER_S:
            self.write(_A_PING)

    def _hear_no_more(self) -> None:
        """Whatever somebody says beyond what is heard costs nothing now: it waits in the network until that is cut."""
        if not self._is_deaf:
            self._is_deaf = True
            self._reader.drop()
            self._transport.pause_reading()
            asyncio.get_running_loop().call_later(DEAF_FOR_S, self._transport.abort)

    def _closed_by_peer(self, payload: bytes) -> None:
        if not self._closing_at:
            try:
                code = close_code(payload)
            except Violation as violation:
                return self._fail(violation)
            self._say_goodbye(framed(CLOSE, b"" if code == NO_CODE else payload[:2]))
        self._transport.close()

    def _fail(self, violation: Violation) -> None:
        """RFC 6455, section 7.1.7: say why, and wait for nothing."""
        self._say_goodbye(close_frame(violation.code, ""))
        self._transport.close()

    def _say_goodbye(self, frame: bytes) -> None:
        """The last frame: nothing goes to the socket after it."""
        self._closing_at = time.monotonic()
        self.write(frame)
        self._fall_behind()


def _bound(opened: socket.socket | None) -> None:
    """Have the system take no more than its share of what is not read."""
    if opened is not None:
        with contextlib.suppress(OSError):
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SYSTEM_KEEPS_BYTES)


def _bare_file(transport: asyncio.Transport, opened: socket.socket | None) -> int:
    """The socket's file, where what is written to it is what the other side reads."""
    if transport.get_extra_info("ssl_object") is not None or os.name == "nt":
        return NO_FILE
    return opened.fileno() if opened is not None else NO_FILE


class Backlog:
    """Connections of one event loop that have said more than was read: one of them is read on each time round it.

    So what many say at once takes little of each time round, and whoever says little is answered in between.
    """

    def __init__(self) -> None:
        self._waiting: dict[Attached, None] = {}
        self._is_turning = False

    def add(self, attached: Attached) -> None:
        """Have it read on when its turn comes."""
        self._waiting[attached] = None
        if not self._is_turning:
            self._is_turning = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        first = next(iter(self._waiting))
        del self._waiting[first]
        first.read_on()
        self._is_turning = bool(self._waiting)
        if self._is_turning:
            asyncio.get_running_loop().call_soon(self._turn)


class Sweeper:
    """Looks at every connection of one event loop now and then: one timer for all of them."""

    def __init__(self) -> None:
        self._attached: set[Attached] = set()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, attached: Attached) -> None:
        self._attached.add(attached)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SWEEP_EVERY_S, self._sweep)

    def discard(self, attached: Attached) -> None:
        self._attached.discard(attached)
        if not self._attached and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _sweep(self) -> None:
        now = time.monotonic()
        everybody = list(self._attached)
        # It would stay as large as it was while there were many more.
        self._attached = set(everybody)
        for attached in everybody:
            attached.sweep(now)
        self._timer = None
        if self._attached:
            self._timer = asyncio.get_running_loop().call_later(SWEEP_EVERY_S, self._sweep)


_backlog: Final = OneEach(Backlog)
_sweeper: Final = OneEach(Sweeper)
