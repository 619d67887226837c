"""The WebSocket endpoint: the one place where refusals, broken clients and our own bugs become wire codes."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from plenary.deliberation.refusals import Refusal
from plenary.deliberation.vocabulary import EventCode
from plenary.hub.connections import Connection
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.hub.outbox import Revoked
from plenary.hub.session import KeyRefused, ParticipantSession, admit, command
from plenary.store.ports import EventUnknown, StoreUnavailable
from plenary.wire.closing import Closing
from plenary.wire.codec import BadMessage, Broadcast, Encoding, read
from plenary.wire.from_client import FromClient, Hello, Ping
from plenary.wire.from_server import Counted, Pong, Refused

log = logging.getLogger(__name__)

HELLO_WITHIN_S: Final = 10.0
SEND_WITHIN_S: Final = 20.0

# Over how long clients that are sent away spread their return.
RETURN_WINDOW_S: Final = 5


class Sent(Exception):
    """The connection is over; `closing` says why."""

    def __init__(self, closing: Closing) -> None:
        super().__init__(closing.label)
        self.closing = closing


class SocketEndpoint:
    """`serve` answers `/ws/{code}`.

    origins: the Origins of our own pages; empty means whatever Host the client came by.
    """

    def __init__(self, hub: Hub, origins: Iterable[str] = ()) -> None:
        self._hub = hub
        self._origins = frozenset(origins)

    async def serve(self, websocket: WebSocket) -> None:
        code = EventCode(websocket.path_params["code"].upper())
        encoding = _encoding(websocket.scope["subprotocols"])
        if encoding is None or not self._is_ours(websocket):
            log.info("handshake refused", extra={"event": code})
            await websocket.close()
            return
        await websocket.accept(subprotocol=encoding.value)
        try:
            await self._serve(websocket, code, encoding)
        except* Sent as over:
            await _close(websocket, code, _first(over).closing)
        except* WebSocketDisconnect:
            pass
        except* StoreUnavailable:
            await _close(websocket, code, Closing.TROUBLE)
        except* Exception:
            log.exception("connection failed", extra={"event": code})
            await _close(websocket, code, Closing.TROUBLE)

    async def _serve(self, websocket: WebSocket, code: EventCode, encoding: Encoding) -> None:
        hello = await _hello(websocket, encoding)
        try:
            event = await self._hub.live_event(code)
            session = admit(event.known.state, code, hello)
        except EventUnknown:
            raise Sent(Closing.EVENT_UNKNOWN) from None
        except KeyRefused:
            raise Sent(Closing.KEY_REFUSED) from None
        if not isinstance(session, ParticipantSession):
            await _converse(websocket, encoding, event, event.connections.attach(session, hello.since))
            return
        try:
            await event.hold_ballot(session.participant)
            await _converse(websocket, encoding, event, event.connections.attach(session, hello.since))
        finally:
            event.release_ballot(session.participant)

    def _is_ours(self, websocket: WebSocket) -> bool:
        """Whether the handshake comes from our own page, or from a program (which sends no Origin and no cookie)."""
        sent = websocket.headers.getlist("origin")
        if not sent:
            return True
        if self._origins:
            return len(sent) == 1 and sent[0] in self._origins
        scheme = "https" if websocket.url.scheme == "wss" else "http"
        return sent == [f"{scheme}://{websocket.headers.get('host', '')}"]


async def _converse(
    websocket: WebSocket, encoding: Encoding, event: LiveEvent, connection: Connection
) -> None:
    """Read and write until either side ends it."""
    try:
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(_write(websocket, encoding, connection))
            await _read(websocket, encoding, event, connection)
            writing.cancel()
    finally:
        event.connections.detach(connection)


async def _read(websocket: WebSocket, encoding: Encoding, event: LiveEvent, connection: Connection) -> None:
    while True:
        await connection.outbox.room()
        message = await _receive(websocket, encoding)
        match message:
            case Hello():
                raise Sent(Closing.BAD_MESSAGE)
            case Ping():
                connection.outbox.put_answer(Broadcast(Pong(event.known.clock())))
            case request:
                try:
                    await event.carry_out(command(connection.session, request))
                    answer: Counted | Refused = Counted(request.op)
                except Refusal as refusal:
                    answer = Refused(request.op, refusal.code)
                    log.info("refused", extra={"event": event.code, "code": refusal.code})
                connection.outbox.put_answer(Broadcast(answer))


async def _write(websocket: WebSocket, encoding: Encoding, connection: Connection) -> None:
    while True:
        try:
            messages = await connection.outbox.take()
        except Revoked:
            raise Sent(Closing.KEY_REFUSED) from None
        for message in messages:
            frame = message.encoded(encoding)
            try:
                async with asyncio.timeout(SEND_WITHIN_S):
                    if encoding is Encoding.MSGPACK:
                        await websocket.send_bytes(frame)
                    else:
                        await websocket.send_text(frame.decode())
            except TimeoutError:
                raise Sent(Closing.TOO_SLOW) from None


async def _hello(websocket: WebSocket, encoding: Encoding) -> Hello:
    try:
        async with asyncio.timeout(HELLO_WITHIN_S):
            message = await _receive(websocket, encoding)
    except TimeoutError:
        raise Sent(Closing.HELLO_OVERDUE) from None
    if not isinstance(message, Hello):
        raise Sent(Closing.BAD_MESSAGE)
    return message


async def _receive(websocket: WebSocket, encoding: Encoding) -> FromClient:
    """The next message. Raises WebSocketDisconnect, Sent."""
    event = await websocket.receive()
    if event["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(event.get("code") or 1005)
    binary, text = event.get("bytes"), event.get("text")
    frame = binary if encoding is Encoding.MSGPACK else text.encode() if text is not None else None
    if frame is None:
        raise Sent(Closing.BAD_MESSAGE)
    try:
        return read(frame, encoding)
    except BadMessage:
        raise Sent(Closing.BAD_MESSAGE) from None


def _encoding(offered: Iterable[str]) -> Encoding | None:
    """The first offered subprotocol that we speak."""
    spoken = {encoding.value: encoding for encoding in Encoding}
    return next((spoken[name] for name in offered if name in spoken), None)


def _first(group: BaseExceptionGroup[Sent]) -> Sent:
    for inner in group.exceptions:
        return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
    raise ValueError("an exception group is never empty")


async def _close(websocket: WebSocket, code: EventCode, closing: Closing) -> None:
    log.info("connection closed", extra={"event": code, "closing": closing.label})
    try:
        await websocket.close(closing.code, closing.reason(RETURN_WINDOW_S))
    except (RuntimeError, WebSocketDisconnect):
        pass  # the other side was quicker
