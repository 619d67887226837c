"""Servers that repeat every message: on our attached connections, and two that others have written."""

import asyncio
import contextlib
import shutil
import subprocess
from array import array
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import uvicorn

from plenary.hub.carrying import ATTACH, NO_FILE, Carrier, Sender
from plenary.sockets.newcomers import Newcomer
from plenary.sockets.protocol import AttachingProtocol
from plenary.wire.framing import BINARY, TEXT, framed
from tests.sockets.rfc6455 import LIMIT

NODE = shutil.which("node")
WS = Path(__file__).parents[2] / "web" / "node_modules" / "ws"

WS_SERVER = """
const { WebSocketServer } = require(process.argv[1]);
const server = new WebSocketServer({ port: 0, maxPayload: Number(process.argv[2]), perMessageDeflate: false });
server.on("listening", () => console.log(server.address().port));
server.on("connection", (socket) => {
  socket.on("error", () => undefined);
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});
"""


class Echo:
    """A listener that repeats."""

    carrier: Carrier
    is_lost = False

    def hear(self, payload: bytes, is_text: bool) -> None:
        self.carrier.write(framed(TEXT if is_text else BINARY, payload))

    def pinged(self) -> None: ...
    def ahead(self, count: int) -> None: ...
    def held(self) -> None: ...
    def behind(self) -> None: ...
    def released(self) -> None: ...
    def stalled(self) -> None: ...
    def leave(self) -> None: ...
    def lost(self) -> None:
        self.is_lost = True


class EchoBySender(Echo):
    """The same as broadcasts go: past the transport, while nothing waits in it."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def hear(self, payload: bytes, is_text: bool) -> None:
        frame = framed(TEXT if is_text else BINARY, payload)
        if (file := self.carrier.file) == NO_FILE:
            return self.carrier.write(frame)
        for _, sent in self._sender.send(array("i", (file,)), frame):
            self.carrier.went(frame, sent)
        return None


async def attached_echo(scope: Any, receive: Any, send: Any, made: Callable[[], Echo] = Echo) -> None:
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    listener = made()
    listener.carrier = scope["extensions"][ATTACH](listener)


async def plain_echo(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "bytes": message.get("bytes"), "text": message.get("text")})


@contextlib.asynccontextmanager
async def served(app: Any, ws: Any, http: Any = "h11", most: int | None = None) -> AsyncIterator[int]:
    """The port of a server of this application. most: how many connections it holds."""
    config = uvicorn.Config(
        app, port=0, log_config=None, ws=ws, ws_max_size=LIMIT, ws_per_message_deflate=False, lifespan="off",
        http=http, limit_concurrency=most, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.005)
        yield server.servers[0].sockets[0].getsockname()[1]
        server.should_exit = True


def ours() -> contextlib.AbstractAsyncContextManager[int]:
    """As people run it: the request is read once, and the endpoint attaches."""
    return served(attached_echo, AttachingProtocol, Newcomer)


def ours_by(sender: Sender) -> contextlib.AbstractAsyncContextManager[int]:
    """With answers that go the way of broadcasts."""

    async def echo(scope: Any, receive: Any, send: Any) -> None:
        await attached_echo(scope, receive, send, lambda: EchoBySender(sender))

    return served(echo, AttachingProtocol, Newcomer)


def ours_read_twice() -> contextlib.AbstractAsyncContextManager[int]:
    """On uvicorn's own HTTP."""
    return served(attached_echo, AttachingProtocol)


def ours_plain() -> contextlib.AbstractAsyncContextManager[int]:
    """With an endpoint that does not attach."""
    return served(plain_echo, AttachingProtocol, Newcomer)


def websockets() -> contextlib.AbstractAsyncContextManager[int]:
    return served(plain_echo, "websockets-sansio")


@contextlib.contextmanager
def ws() -> Iterator[int]:
    """The port of a server that stands on npm's `ws`."""
    command = [NODE or "node", "-e", WS_SERVER, str(WS), str(LIMIT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()
