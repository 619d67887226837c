"""An analyst in a process of its own, so that no vote waits for what it computes.

Threads of one process take turns at Python: each time a vote lets go of the interpreter, for every message it sends, an
analysis may have it next. The process is a copy of the server's (`fork`), made while there is neither a thread nor an
event loop: what is loaded is shared, and a start costs milliseconds. Where that cannot be had (anywhere but Linux), and
once the process has died, the analyst works in the server's own.
"""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final, NoReturn

import msgspec

from plenary.app import Stores, create_analyst
from plenary.commands.serving import RedisPlace, redis_stores, run_loop
from plenary.deliberation.opinion import Posting
from plenary.deliberation.vocabulary import EventCode
from plenary.store.kept_bulletin import KeptBulletin
from plenary.store.ports import Bulletin, Lease
from plenary.store.sqlite_store import SqliteStore

log = logging.getLogger(__name__)

LOWER: Final = 10
"""Of niceness: where votes and analysis want the same core, a vote runs at once and nearly always."""

SIZE_BYTES: Final = 4
BUFFER_BYTES: Final = 1 << 20
BEGIN, POSTED = b"b", b"p"
ENDS_WITHIN_S: Final = 5.0

Posted = tuple[EventCode, Posting]

_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Posted)


class AnalystBeside:
    """The server's end: that process, and the channel by which it hears postings."""

    def __init__(self, process: int, channel: socket.socket) -> None:
        self.process = process
        self._channel = channel
        self._has_ended = False

    async def run(self, bulletin: Bulletin) -> None:
        """Have it work, and post what it finds. Returns only when the process has ended by itself.

        However this is left, the process has ended then: who closes the same files next is the last who has them open.
        """
        reader, writer = await asyncio.open_connection(sock=self._channel, limit=BUFFER_BYTES)
        try:
            writer.write(BEGIN)
            while True:
                size = int.from_bytes(await reader.readexactly(SIZE_BYTES), "big")
                await bulletin.post(*_DECODER.decode(await reader.readexactly(size)))
                writer.write(POSTED)
        except (asyncio.IncompleteReadError, ConnectionError):
            log.error(
                "the process of the analyst has ended: the server's own does its work until the next start"
            )
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
            await asyncio.to_thread(self.end)

    def end(self) -> None:
        """It ends when its channel is closed; should it not, it is killed. Does nothing once it has ended."""
        if self._has_ended:
            return
        self._channel.close()
        until_s = time.monotonic() + ENDS_WITHIN_S
        while os.waitpid(self.process, os.WNOHANG) == (0, 0):
            if time.monotonic() > until_s:
                os.kill(self.process, signal.SIGKILL)
            time.sleep(0.01)
        self._has_ended = True


@contextlib.contextmanager
def analyst_beside(
    data: Path, redis: RedisPlace | None, k: int, interval_s: float = 2.0
) -> Iterator[AnalystBeside | None]:
    """The analyst of these events in a process of its own until this is left; None where it cannot have one.

    To be entered while this process has neither a thread nor an event loop. It begins once `run` is called, and ends
    with this process, however this ends.
    """
    if sys.platform != "linux":
        yield None
        return
    ours, its = socket.socketpair()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process == 0:
        ours.close()
        _work(its, data, redis, k, interval_s)
    its.close()
    beside = AnalystBeside(process, ours)
    try:
        yield beside
    finally:
        beside.end()


def _work(
    channel: socket.socket, data: Path, redis: RedisPlace | None, k: int, interval_s: float
) -> NoReturn:
    """What the process does from its beginning to its end."""
    status = 1
    try:
        # Whoever stops the server stops its process group: what ends this one is the channel.
        for told in (signal.SIGINT, signal.SIGTERM):
            signal.signal(told, signal.SIG_IGN)
        os.nice(LOWER)
        status = run_loop(_analyse(channel, data, redis, k, interval_s))
    except BaseException:
        log.exception("the process of the analyst has failed")
    finally:
        logging.shutdown()
        # Nothing that the server had opened is to be closed twice.
        os._exit(status)


async def _analyse(
    channel: socket.socket, data: Path, redis: RedisPlace | None, k: int, interval_s: float
) -> int:
    reader, writer = await asyncio.open_connection(sock=channel)
    if await reader.read(1) != BEGIN:
        return 0
    async with AsyncExitStack() as opened:
        channelled = _Channelled(data / "maps", writer)
        stores = redis_stores(redis, opened) if redis else _local(data, channelled, opened)
        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(create_analyst(stores, interval_s, k).run())
            await _hear(reader, channelled)
            working.cancel()
    # An analysis that is under way in a thread has nobody to tell.
    os._exit(0)


def _local(data: Path, bulletin: Bulletin, opened: AsyncExitStack) -> Stores:
    store = SqliteStore(data)
    opened.push_async_callback(store.close)
    return Stores(store, store, bulletin)


async def _hear(reader: asyncio.StreamReader, channelled: "_Channelled") -> None:
    """Returns when the server has ended."""
    # A reset: it was killed with a map before it that it had not read.
    with contextlib.suppress(ConnectionError):
        while await reader.read(1):
            channelled.is_posted.set()


class _Channelled(KeptBulletin):
    """A Bulletin whose postings are the server's: it tells them, and is done when the server has kept them."""

    def __init__(self, folder: Path, writer: asyncio.StreamWriter) -> None:
        super().__init__(folder)
        self._writer = writer
        self.is_posted = asyncio.Event()

    async def post(self, code: EventCode, posting: Posting, lease: Lease | None = None) -> None:
        packed = _ENCODER.encode((code, posting))
        self.is_posted.clear()
        self._writer.write(len(packed).to_bytes(SIZE_BYTES, "big") + packed)
        await self.is_posted.wait()
