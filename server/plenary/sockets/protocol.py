"""uvicorn's WebSocket protocol with a way out: an endpoint may attach to a connection that it has accepted.

The HTTP request, middleware, Origin check, acceptance or refusal are uvicorn's and Starlette's as ever. An endpoint
that finds `plenary.attach` among the scope's extensions calls it with a listener right after it has accepted, and
returns.
"""

import asyncio
from typing import Any, cast
from urllib.parse import unquote

import h11
from uvicorn.config import Config
from uvicorn.protocols.utils import ClientDisconnected, get_remote_addr, is_ssl
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.protocol import State

from plenary.hub.carrying import ATTACH, Carrier, Listener
from plenary.sockets.attached import Attached
from plenary.sockets.handshake import Fields, Handshake


class AttachingProtocol(WebSocketsSansIOProtocol):
    """For uvicorn's `ws` option."""

    came_s = 0.0
    """When the connection was made, by the event loop's clock; whoever hands it over knows better."""
    _early = b""
    _is_plain = False
    _attached: Attached | None = None
    _handshake: Handshake
    """Once there is one."""

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
        """As uvicorn has it, but our own address is not asked for: uvloop would keep it for as long as phones stay."""
        self.transport = cast("asyncio.Transport", transport)
        self.connections.add(self)
        self.client, self.scheme = get_remote_addr(self.transport), "wss" if is_ssl(self.transport) else "ws"
        self.came_s = self.loop.time()

    def take_over(self, transport: asyncio.Transport, came_s: float) -> None:
        """Have a connection whose request's head has been read elsewhere; `came_s`: when it was made."""
        transport.set_protocol(self)
        self.connection_made(transport)
        self.came_s = came_s

    def begin(self, handshake: Handshake) -> None:
        """Go on from a handshake that is beyond doubt: as `handle_connect`, without looking at it again."""
        self._handshake, self.handshake_initiated = handshake, True
        path, _, query = handshake.target.partition(b"?")
        self.scope = {
            "type": "websocket",
            "asgi": {"version": self.asgi_version, "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": self.scheme,
            "server": self.server,
            "client": self.client,
            "root_path": self.root_path,
            "path": self.root_path + unquote(path.decode("ascii")),
            "raw_path": self.root_path.encode("ascii") + path,
            "query_string": query,
            "headers": handshake.fields,
            "subprotocols": [
                one.strip()
                for name, value in handshake.fields
                if name == b"sec-websocket-protocol"
                for one in value.decode("ascii").split(",")
            ],
            "state": self.app_state.copy(),
            "extensions": {"websocket.http.response": {}, ATTACH: self._attach},  # type: ignore[dict-item]
        }
        self.queue.put_nowait({"type": "websocket.connect"})
        task = self.loop.create_task(self.run_asgi())
        task.add_done_callback(self.on_task_complete)
        self.tasks.add(task)

    def begin_in_full(self, event: h11.Request, fields: Fields) -> None:
        """Go on from a request that h11 has read: whether it is a handshake, websockets says."""
        version = event.http_version.decode("ascii")
        method = event.method.decode("ascii")
        self.handle_connect(_request(event.target, fields, method, f"HTTP/{version}"))

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            self._handshake = Handshake(
                b"", [], self.response.headers["Sec-WebSocket-Accept"].encode("ascii")
            )
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
            if not self.conn.accept_called:
                # Only now it takes what websockets says of it.
                self.response = self.conn.accept(_request(self._handshake.target, self._handshake.fields))
            return await super().send(message)
        await self.writable.wait()
        if self.disconnected or self.transport.is_closing():
            raise ClientDisconnected
        self.handshake_complete, self.conn.state = True, State.OPEN
        lines = [
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + self._handshake.accept
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


def _request(target: bytes, fields: Fields, method: str = "GET", protocol: str = "HTTP/1.1") -> Request:
    headers = Headers([(name.decode("ascii"), value.decode("latin-1")) for name, value in fields])
    return Request(target.decode("ascii"), headers, method, protocol)
