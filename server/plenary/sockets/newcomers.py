"""Connections until their first request's head is whole.

Thousands that say nothing, or never come to an end, cost the event loop little, and little memory: what reads requests
is made when there is one, and not before it is the newcomer's turn.
"""

import asyncio
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.server import ServerState

from plenary.hub.turnstile import turnstile
from plenary.sockets.giving_back import MEMORY
from plenary.sockets.handshake import read
from plenary.sockets.heads import Refusal, is_whole, trouble_with
from plenary.sockets.protocol import AttachingProtocol
from plenary.sockets.requests import LimitedRequests
from plenary.sockets.silence import silent


class Newcomer(asyncio.Protocol):
    """For uvicorn's `http` option. Its `limit_concurrency` is how many connections there may be in all."""

    __slots__ = ("_app_state", "_came_s", "_config", "_head", "_is_waiting", "_state", "_transport")

    _transport: asyncio.Transport

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._config, self._state, self._app_state = config, server_state, app_state
        self._head = b""
        self._came_s = 0.0
        self._is_waiting = False

    @property
    def _connections(self) -> set[asyncio.Protocol]:
        return cast("set[asyncio.Protocol]", self._state.connections)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._came_s = asyncio.get_running_loop().time()
        self._connections.add(self)
        # Whoever is connected stays: a newcomer takes the place of one that says nothing, or none.
        most = self._config.limit_concurrency
        if most is not None and len(self._connections) > most and not silent().drop_oldest():
            return self._give_to_requests().refuse(Refusal.TOO_MANY)
        silent().enter(self)

    def data_received(self, data: bytes) -> None:
        self._head += data
        if self._is_waiting or not (is_whole(self._head) or trouble_with(self._head)):
            return
        silent().leave(self)
        if turnstile().enter(self._come_in):
            return self._come_in()
        self._is_waiting = True
        self._transport.pause_reading()

    def _come_in(self) -> None:
        """It is our turn to be read."""
        if self._transport.is_closing():
            return
        head, self._head = self._head, b""
        if self._is_waiting:
            self._transport.resume_reading()
        if self._config.ws_protocol_class is AttachingProtocol and (handshake := read(head)) is not None:
            self._connections.discard(self)
            socket = AttachingProtocol(self._config, self._state, self._app_state)
            socket.take_over(self._transport, self._came_s)
            return socket.begin(handshake)
        self._give_to_requests().data_received(head)

    def _give_to_requests(self) -> LimitedRequests:
        self._connections.discard(self)
        requests = LimitedRequests(self._config, self._state, self._app_state)
        requests.take_over(self._transport, self._came_s)
        return requests

    def connection_lost(self, exc: Exception | None) -> None:
        silent().leave(self)
        self._connections.discard(self)
        MEMORY.one_has_gone(self._connections)

    def shutdown(self) -> None:
        """Asked by the server when it stops."""
        self._transport.close()

    def cut(self) -> None:
        """End the connection now."""
        self._transport.abort()
