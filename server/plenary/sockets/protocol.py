"""uvicorn's WebSocket protocol with a way out: an endpoint may attach to a connection that it has accepted.

The HTTP request, middleware, Origin check, acceptance or refusal are uvicorn's and Starlette's as ever. An endpoint
that finds `plenary.attach` among the scope's extensions calls it with a listener right after it has accepted, and
returns.
"""

import asyncio
from typing import Any, cast

import h11
from uvicorn.config import Config
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.protocol import State

from plenary.hub.carrying import ATTACH, Carrier, Listener
from plenary.sockets.attached import Attached


class AttachingProtocol(WebSocketsSansIOProtocol):
    """For uvicorn's `ws` option."""

    came_s = 0.0
    """When the connection was made, by the event loop's clock; whoever hands it over knows better."""
    _early = b""
    _is_plain = False
    _attached: Attached | None = None

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        # Whatever the configuration says: attached connections know no extensions.
        self.conn.available_extensions = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.came_s = self.loop.time()

    def begin(self, event: h11.Request, fields: list[tuple[bytes, bytes]]) -> None:
        """Go on from a request that has been read already. fields: of its head, their names in small letters."""
        headers = Headers([(name.decode("ascii"), value.decode("latin-1")) for name, value in fields])
        version = event.http_version.decode("ascii")
        self.handle_connect(
            Request(event.target.decode("ascii"), headers, event.method.decode("ascii"), f"HTTP/{version}")
        )

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["extensions"][ATTACH] = self._attach  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        if not self.handshake_initiated or self._is_plain:
            return super().data_received(data)
        # Before the endpoint attaches, frames wait as they are.
        self._early += data
        if len(self._early) > self.config.ws_max_size:
            self.transport.pause_reading()

    async def run_asgi(self) -> None:
        try:
            await self.app(self.scope, self.receive, self.send)
        except ClientDisconnected:
            pass
        except Exception:
            self.logger.exception("Exception in ASGI application\n")
            self.send_500_response()
        if self._attached is None:
            # Whoever was accepted only to be sent away may answer the goodbye.
            self._read_plainly()
        if self._attached is None and self.close_timer is None:
            self.transport.close()

    async def send(self, message: Any) -> None:
        """As uvicorn has it; a plain acceptance goes without its log line and timers, which each phone pays."""
        if message["type"] != "websocket.accept" or message.get("headers") or self.handshake_complete:
            return await super().send(message)
        await self.writable.wait()
        if self.disconnected or self.transport.is_closing():
            raise ClientDisconnected
        self.handshake_complete, self.conn.state = True, State.OPEN
        lines = [
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + self.response.headers["Sec-WebSocket-Accept"].encode("ascii")
        ]
        if spoken := message.get("subprotocol"):
            lines.append(b"Sec-WebSocket-Protocol: " + spoken.encode("ascii"))
        lines += [b"%b: %b" % header for header in self.default_headers]
        self.transport.write(b"\r\n".join(lines) + b"\r\n\r\n")

    async def receive(self) -> Any:
        """For an endpoint that reads by itself: from its first message on, all is as uvicorn has it."""
        self._read_plainly()
        return await super().receive()

    def _read_plainly(self) -> None:
        if self.handshake_complete and not self._is_plain:
            self._is_plain, early, self._early = True, self._early, b""
            if self.conn.state is State.OPEN:
                # Its reader may still expect the request, which was read elsewhere: now it begins with frames.
                self.conn.parser = self.conn.parse()
                next(self.conn.parser)
            super().data_received(early)

    def _attach(self, listener: Listener) -> Carrier:
        if self.disconnected:
            raise ClientDisconnected
        # From here on this protocol is none; its successor has the connection.
        self.stop_keepalive()
        self.scope["extensions"].pop(ATTACH, None)  # through which it would hold itself
        connections = cast("set[asyncio.Protocol]", self.connections)
        connections.discard(self)
        attached = Attached(self.transport, listener, self.config.ws_max_size, connections, self.came_s)
        self._attached = attached
        if self._early and not self.transport.is_closing():
            asyncio.get_running_loop().call_soon(attached.data_received, self._early)
            self.transport.resume_reading()
        return attached
