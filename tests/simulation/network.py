"""Connections that exist only here: a client of the protocol at one end, a hub's conversation at the other."""

import asyncio
import random
from collections.abc import Callable

from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

from plenary.deliberation.vocabulary import EventCode
from plenary.hub.carrying import Carrier
from plenary.hub.conversation import Conversation
from plenary.hub.hub import Hub
from plenary.hub.outbox import OUTBOX_LIMIT
from plenary.wire.closing import Closing
from plenary.wire.codec import Broadcast, Encoding

WINDOW = 64
"""How many messages may be under way to a client that does not read before its hub counts it as held."""


class Wire:
    """One connection. Messages take their time, each direction in order; either end, or the network, may cut it."""

    encoding = Encoding.MSGPACK
    straight: Carrier | None = None

    def __init__(self, hub: Hub, code: EventCode, rng: random.Random) -> None:
        self.is_open = True
        self._loop = asyncio.get_running_loop()
        self._rng = rng
        self._hub = hub
        self._arrived: asyncio.Queue[bytes | Close | None] = asyncio.Queue()
        self._under_way = 0
        self._up_at = self._down_at = 0.0
        self._is_cut = False
        self.conversation = Conversation(hub, code, Encoding.MSGPACK, {}, self)
        hub.door.expect(self.conversation, asyncio.get_running_loop().time())

    # The client's end, as far as `plenary.crowd.client` uses it.

    async def send(self, frame: bytes) -> None:
        if self._is_cut:
            raise ConnectionClosedError(None, None)
        self._up_at = max(self._up_at + 1e-6, self._loop.time() + self._delay_s())
        self._loop.call_at(self._up_at, self._hears, frame)

    async def recv(self, decode: bool = False) -> bytes:
        taken = await self._arrived.get()
        if not isinstance(taken, bytes):
            raise ConnectionClosedError(taken, None)
        self._under_way -= 1
        if not self.is_open and self._under_way < WINDOW // 2 and not self._is_cut:
            self.is_open = True
            self.conversation.release()
        return taken

    # The hub's end: a link.

    def write(self, message: Broadcast) -> None:
        self._down(message.encoded(Encoding.MSGPACK))
        self._under_way += 1
        if self._under_way > WINDOW and self.is_open:
            self.is_open = False
            self.conversation.hold()

    def write_all(self, messages: list[Broadcast]) -> None:
        for message in messages:
            self.write(message)

    def filled(self) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...

    def end(self, closing: Closing) -> None:
        self._down(Close(closing.code, closing.reason(self._hub.door.window_s())))
        self._is_cut = True

    def cut(self) -> None:
        """The network goes: what is under way does not arrive."""
        if not self._is_cut:
            self._is_cut = True
            self._arrived.put_nowait(None)
            self.conversation.lost()

    def die(self) -> None:
        """The hub is gone, and hears nothing of it."""
        if not self._is_cut:
            self._is_cut = True
            self._arrived.put_nowait(None)

    def _hears(self, frame: bytes) -> None:
        if not self._is_cut:
            self.conversation.hear(frame)

    def _down(self, frame: bytes | Close) -> None:
        if not self._is_cut:
            self._down_at = max(self._down_at + 1e-6, self._loop.time() + self._delay_s())
            self._loop.call_at(self._down_at, self._arrives, frame)

    def _arrives(self, frame: bytes | Close) -> None:
        if not self._is_cut or isinstance(frame, Close):
            self._arrived.put_nowait(frame)

    def _delay_s(self) -> float:
        return self._rng.uniform(0.002, 0.08) if self._rng.random() > 0.02 else self._rng.uniform(0.5, 3.0)


class Connecting:
    """Stands where the client opens a WebSocket."""

    def __init__(self, wire: Callable[[], Wire | None]) -> None:
        self._make = wire
        self._wire: Wire | None = None

    async def __aenter__(self) -> Wire:
        await asyncio.sleep(0.01)
        self._wire = self._make()
        if self._wire is None:
            raise OSError("nobody listens")
        return self._wire

    async def __aexit__(self, *_: object) -> None:
        assert self._wire is not None
        self._wire.cut()


assert WINDOW >= OUTBOX_LIMIT
