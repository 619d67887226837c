"""The WebSocket endpoint: the handshake. What follows it is a conversation, carried by a link."""

import logging
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

from plenary.deliberation.vocabulary import EventCode
from plenary.hub.carrying import ATTACH
from plenary.hub.hub import Hub
from plenary.hub.links import AttachedLink, PlainLink
from plenary.wire.codec import Encoding

log = logging.getLogger(__name__)


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
        if not self._hub.door.admits:
            log.warning("too many at once", extra={"event": code})
            headers = {"retry-after": str(self._hub.door.window_s())}
            await websocket.send_denial_response(PlainTextResponse("full\n", 503, headers))
            return
        await websocket.accept(subprotocol=encoding.value)
        attach = websocket.scope.get("extensions", {}).get(ATTACH)
        if attach is not None:
            AttachedLink(self._hub, code, encoding, attach)
        else:
            await PlainLink(self._hub, code, encoding, websocket).run()

    def _is_ours(self, websocket: WebSocket) -> bool:
        """Whether the handshake comes from our own page, or from a program (which sends no Origin and no cookie)."""
        sent = websocket.headers.getlist("origin")
        if not sent:
            return True
        if self._origins:
            return len(sent) == 1 and sent[0] in self._origins
        scheme = "https" if websocket.url.scheme == "wss" else "http"
        return sent == [f"{scheme}://{websocket.headers.get('host', '')}"]


def _encoding(offered: Iterable[str]) -> Encoding | None:
    """The first offered subprotocol that we speak."""
    spoken = {encoding.value: encoding for encoding in Encoding}
    return next((spoken[name] for name in offered if name in spoken), None)
