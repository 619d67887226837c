"""The WebSocket endpoint: the handshake. What follows it is a conversation, carried by a link."""

import logging
import sys
import time
from collections.abc import Iterable
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

from plenary.deliberation.vocabulary import EventCode
from plenary.hub.carrying import ATTACH
from plenary.hub.hub import Hub
from plenary.hub.keys import NO_COOKIES, WRONG_KEY, secrets_shown
from plenary.hub.links import AttachedLink, PlainLink
from plenary.hub.origins import Origins
from plenary.wire.closing import Closing
from plenary.wire.codec import Encoding

log = logging.getLogger(__name__)


TELL_EVERY_S: Final = 10.0
"""A hall that comes at once is one line in the log, and not one for each of them."""

_SPOKEN: Final = {encoding.value: encoding for encoding in Encoding}


class SocketEndpoint:
    """`serve` answers `/ws/{code}`."""

    def __init__(self, hub: Hub, origins: Origins | None = None) -> None:
        self._hub = hub
        self._origins = origins or Origins()
        self._asked_to_wait = 0
        self._told_s = float("-inf")

    async def serve(self, websocket: WebSocket) -> None:
        # Ten thousand phones of an event keep one code.
        code = EventCode(sys.intern(websocket.path_params["code"].upper()))
        encoding = _encoding(websocket.scope["subprotocols"])
        is_own_page = self._origins.is_own_page(websocket)
        if encoding is None or not (is_own_page or self._origins.is_program(websocket)):
            log.info("handshake refused")
            await websocket.close()
            return
        if not self._hub.door.admits:
            self._tell_of_one_more()
            return await self._ask_to_wait(websocket, encoding, is_own_page)
        await websocket.accept(subprotocol=encoding.value)
        # A program that sends no Origin has to say its key: a cookie is our pages' alone.
        cookies = secrets_shown(websocket, code) if is_own_page else NO_COOKIES
        extensions = websocket.scope.get("extensions", {})
        wrong_key, attach = extensions.get(WRONG_KEY), extensions.get(ATTACH)
        if attach is not None:
            AttachedLink(self._hub, code, encoding, cookies, attach, wrong_key)
        else:
            await PlainLink(self._hub, code, encoding, cookies, websocket, wrong_key).run()

    def _tell_of_one_more(self) -> None:
        self._asked_to_wait += 1
        now = time.monotonic()
        if now - self._told_s >= TELL_EVERY_S:
            log.warning("too many at once: asked to wait so far: %d", self._asked_to_wait)
            self._told_s = now

    async def _ask_to_wait(self, websocket: WebSocket, encoding: Encoding, is_own_page: bool) -> None:
        window_s = self._hub.door.window_s()
        if is_own_page:
            # A browser tells its page nothing of an answer to the handshake: only a close frame says why and how long.
            await websocket.accept(subprotocol=encoding.value)
            await websocket.close(Closing.FULL.code, Closing.FULL.reason(window_s))
        else:
            headers = {"retry-after": str(window_s)}
            await websocket.send_denial_response(PlainTextResponse("full\n", 503, headers))


def _encoding(offered: Iterable[str]) -> Encoding | None:
    """The first offered subprotocol that we speak."""
    return next((_SPOKEN[name] for name in offered if name in _SPOKEN), None)
