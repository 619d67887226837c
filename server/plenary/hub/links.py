"""How a conversation is carried: attached to the server's socket where the server can do that, or through Starlette."""

import asyncio
from typing import Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from plenary.deliberation.vocabulary import EventCode
from plenary.hub.carrying import Attach, Carrier
from plenary.hub.conversation import Conversation
from plenary.hub.hub import Hub
from plenary.hub.keys import Cookies, WrongKey
from plenary.wire.closing import Closing
from plenary.wire.codec import Broadcast, Encoding

# How long one message may take to leave.
SEND_WITHIN_S: Final = 20.0


class AttachedLink:
    """A link without a task: it is a Listener to its socket, and writes frames straight to it."""

    __slots__ = ("_conversation", "_hub", "_is_binary", "_write", "encoding", "is_open", "straight")

    def __init__(
        self,
        hub: Hub,
        code: EventCode,
        encoding: Encoding,
        cookies: Cookies,
        attach: Attach,
        wrong_key: WrongKey | None,
    ) -> None:
        self.is_open = True
        self._hub = hub
        self.encoding = encoding
        self._is_binary = encoding is Encoding.MSGPACK
        self._conversation = Conversation(hub, code, encoding, cookies, self, wrong_key)
        self.straight = attach(self)
        self._write = self.straight.write
        hub.door.expect(self._conversation, self.straight.came_s)

    def write(self, message: Broadcast) -> None:
        # What most are told, many are told: the bytes are there already.
        frame = message.binary_frame if self._is_binary else message.text_frame
        self._write(frame if frame is not None else message.framed(self.encoding))

    def write_all(self, messages: list[Broadcast]) -> None:
        self._write(b"".join([message.framed(self.encoding) for message in messages]))

    def filled(self) -> None:
        pass  # `released` takes it

    def end(self, closing: Closing) -> None:
        self.straight.close(closing.code, closing.reason(self._hub.door.window_s()))

    def pause(self) -> None:
        self.straight.pause()

    def resume(self) -> None:
        self.straight.resume()

    def hear(self, payload: bytes, is_text: bool) -> None:
        if is_text is (self.encoding is Encoding.JSON):
            self._conversation.hear(payload)
        else:
            self._conversation.bad()

    def pinged(self) -> None:
        self._conversation.pinged()

    def ahead(self, count: int) -> None:
        self._conversation.ahead(count)

    def held(self) -> None:
        self.is_open = False
        self._conversation.hold()

    def released(self) -> None:
        self.is_open = True
        self._conversation.release()

    def behind(self) -> None:
        self._conversation.behind()

    def stalled(self) -> None:
        self._conversation.end(Closing.TOO_SLOW)

    def leave(self) -> None:
        self._hub.door.send_away(self._conversation)

    def lost(self) -> None:
        # Nothing comes after it; the two would hold each other until they are looked for.
        conversation = self._conversation
        del self._conversation
        conversation.lost()


class PlainLink:
    """A link through Starlette's own receive and send, for servers that cannot attach: a task for each direction."""

    is_open = False
    """Everything waits in the outbox for the writing task."""
    straight: Carrier | None = None

    def __init__(
        self,
        hub: Hub,
        code: EventCode,
        encoding: Encoding,
        cookies: Cookies,
        websocket: WebSocket,
        wrong_key: WrongKey | None,
    ) -> None:
        self._hub = hub
        self.encoding = encoding
        self._websocket = websocket
        self._conversation = Conversation(hub, code, encoding, cookies, self, wrong_key)
        self._may_read = asyncio.Event()
        self._may_read.set()
        self._to_write = asyncio.Event()
        self._closing: Closing | None = None
        hub.door.expect(self._conversation, asyncio.get_running_loop().time())

    async def run(self) -> None:
        """Returns when the connection is over."""
        try:
            async with asyncio.TaskGroup() as tasks:
                reading = tasks.create_task(self._read())
                writing = tasks.create_task(self._write())
                await asyncio.wait([reading, writing], return_when=asyncio.FIRST_COMPLETED)
                reading.cancel()
                writing.cancel()
        finally:
            self._conversation.lost()
        if self._closing is not None:
            try:
                reason = self._closing.reason(self._hub.door.window_s())
                await self._websocket.close(self._closing.code, reason)
            except (RuntimeError, WebSocketDisconnect):
                pass  # the other side was quicker

    def write(self, message: Broadcast) -> None:
        raise RuntimeError("a plain link is never open")

    def write_all(self, messages: list[Broadcast]) -> None:
        raise RuntimeError("a plain link is never open")

    def filled(self) -> None:
        self._to_write.set()

    def end(self, closing: Closing) -> None:
        self._closing = closing
        self._to_write.set()

    def pause(self) -> None:
        self._may_read.clear()

    def resume(self) -> None:
        self._may_read.set()

    async def _read(self) -> None:
        while True:
            await self._may_read.wait()
            event = await self._websocket.receive()
            if event["type"] == "websocket.disconnect":
                return
            binary, text = event.get("bytes"), event.get("text")
            payload = (
                binary if self.encoding is Encoding.MSGPACK else text.encode() if text is not None else None
            )
            if payload is None:
                self._conversation.bad()
            else:
                self._conversation.hear(payload)

    async def _write(self) -> None:
        while self._closing is None:
            await self._to_write.wait()
            self._to_write.clear()
            for message in self._conversation.waiting():
                frame = message.encoded(self.encoding)
                try:
                    async with asyncio.timeout(SEND_WITHIN_S):
                        if self.encoding is Encoding.MSGPACK:
                            await self._websocket.send_bytes(frame)
                        else:
                            await self._websocket.send_text(frame.decode())
                except TimeoutError:
                    return self._conversation.end(Closing.TOO_SLOW)
                except (RuntimeError, WebSocketDisconnect):
                    return None
            self._conversation.go_on()  # where it stopped reading until its answers were sent
        return None
