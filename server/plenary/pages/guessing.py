"""Guessing what one was not told: codes of events, secrets of links. Failures are counted, what succeeds is not.

A hall is one address, and so is whoever guesses from within it. So an address that has failed too often is not shut
out: what it has found before stays open to everybody behind it, and of the rest it may ask for a little, whether right
or wrong: an answer to every right guess would be all that a guesser needs.
"""

import math
import re
import time
from collections.abc import Callable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from plenary.creation import CODE_FORM
from plenary.deliberation.vocabulary import EventCode
from plenary.hub.hub import Hub
from plenary.hub.keys import WRONG_KEY
from plenary.hub.pacing import Buckets, Pace
from plenary.pages.addresses import Names, Network, address_of
from plenary.pages.answers import problem
from plenary.pages.languages import ENGLISH, Catalogues, best_language, direction
from plenary.store.ports import EventUnknown, StoreUnavailable

CODED: Final = re.compile(r"/(?:e|ws|api/v1/events)/([^/]+)")

# A hall mistypes now and then; thirty at once from one address are a program.
MISSES: Final = Pace(30, 0.5)
# Of all addresses together, at all hubs. With a thousand events of eight letters: a find in three years.
ALL_MISSES: Final = Pace(600, 10.0)
# What an address that is over it may still ask for.
TRICKLE: Final = Pace(5, 1.0)
# Wrong secrets: 128 bits are not found by trying, but nobody has to try as often.
WRONG_SECRETS: Final = Pace(20, 0.2)

MOST_KNOWN: Final = 64
MOST_ADDRESSES: Final = 20_000


class Guesses:
    """What each address has missed and found of late, under names that fade (`Names`); in memory alone."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self.hubs = 1
        """How many hubs share the budget of all."""
        self._names = Names(now_s)
        self._misses = Buckets(MISSES, now_s)
        self._trickle = Buckets(TRICKLE, now_s)
        self._wrong = Buckets(WRONG_SECRETS, now_s)
        self._all = Buckets(ALL_MISSES, now_s)
        self._known: dict[bytes, dict[EventCode, None]] = {}

    def wait_s(self, address: str, code: EventCode) -> float:
        """0 if the address may ask for the event now; otherwise how long it waits (s)."""
        name, known = self._at(address)
        if code in known:
            return 0.0
        if not self._misses.wait_s(name) and not self._all.wait_s(None):
            return 0.0
        return self._trickle.take(name)

    def found(self, address: str, code: EventCode) -> None:
        """The event is there."""
        name, known = self._at(address)
        if code not in known:
            while len(known) >= MOST_KNOWN:
                del known[next(iter(known))]
            known[code] = None
            self._known[name] = known
            while len(self._known) > MOST_ADDRESSES:
                del self._known[next(iter(self._known))]

    def missed(self, address: str) -> None:
        """No such event."""
        self._misses.take(self._at(address)[0])
        for _ in range(self.hubs):
            self._all.take(None)

    def wrong_secret(self, address: str) -> float:
        """One more; 0, or how long the address should wait with the next (s)."""
        return self._wrong.take(self._at(address)[0])

    def _at(self, address: str) -> tuple[bytes, dict[EventCode, None]]:
        name = self._names.of(address)
        known = self._known.get(name)
        if known is None and (known := self._known.pop(self._names.before(address), None)) is not None:
            self._known[name] = known
        return name, known or {}


class WrongSecret:
    """A WrongKey of an address. Each who is not inside yet has one: a closure would be five times as large."""

    __slots__ = ("_address", "_guesses")

    def __init__(self, guesses: Guesses, address: str) -> None:
        self._guesses = guesses
        self._address = address

    def __call__(self) -> float:
        return self._guesses.wrong_secret(self._address)


class Guarded:
    """Looks at every request that names an event, before it and after it."""

    def __init__(
        self, app: ASGIApp, hub: Hub, guesses: Guesses, proxies: tuple[Network, ...], words: Catalogues
    ) -> None:
        self._app = app
        self._hub = hub
        self._guesses = guesses
        self._proxies = proxies
        self._words = words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        asked = HTTPConnection(scope)
        address = address_of(asked, self._proxies)
        named = CODED.match(scope["path"])
        if named is not None:
            code = EventCode(named[1].upper())
            if (wait_s := self._guesses.wait_s(address, code)) > 0:
                return await self._put_off(asked, math.ceil(wait_s), receive, send)
            await self._look(address, code)
            if scope["type"] == "websocket" and not CODE_FORM.fullmatch(code):
                # No page of ours asks so; what was typed there goes no further, least of all into a log.
                return await WebSocket(scope, receive, send).send_denial_response(
                    PlainTextResponse("no such event\n", 404)
                )
        if scope["type"] == "websocket":
            scope.setdefault("extensions", {})[WRONG_KEY] = WrongSecret(self._guesses, address)
        else:
            send = self._watching(address, scope["path"], send)
        return await self._app(scope, receive, send)

    async def _look(self, address: str, code: EventCode) -> None:
        self._guesses.hubs = self._hub.door.hubs
        try:
            if not CODE_FORM.fullmatch(code):
                raise EventUnknown(code)
            await self._hub.live_event(code)
        except EventUnknown:
            self._guesses.missed(address)
        except StoreUnavailable:
            pass  # neither found nor missed
        else:
            self._guesses.found(address, code)

    def _watching(self, address: str, path: str, send: Send) -> Send:
        """Counts the answers that say "wrong secret", and says when to ask again where there are too many."""

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_wrong = message["status"] == 401 or (message["status"] == 403 and path.endswith("/key"))
                if is_wrong and (wait_s := self._guesses.wrong_secret(address)) > 0:
                    message["status"] = 429
                    MutableHeaders(scope=message)["retry-after"] = str(math.ceil(wait_s))
            await send(message)

        return watched

    async def _put_off(self, asked: HTTPConnection, wait_s: int, receive: Receive, send: Send) -> None:
        headers = {"retry-after": str(wait_s)}
        answer: Response = problem(429, "too-many-guesses")
        answer.headers.update(headers)
        if asked.scope["type"] == "websocket":
            websocket = WebSocket(asked.scope, receive, send)
            await websocket.send_denial_response(answer)
            return
        if asked.scope["path"].startswith("/e/"):
            accept = asked.headers.get("accept-language", "")
            language = best_language(accept, tuple(self._words), ENGLISH)
            text = self._words.get(language, {}).get("plain.wait", "")
            # The page asks again by itself: whoever has the right code need not know what happened.
            answer = HTMLResponse(
                f'<!doctype html>\n<html lang="{language}" dir="{direction(language)}">\n<meta charset="utf-8">\n'
                f"<title>Plenary</title>\n<p>{text}</p>\n",
                429,
                headers | {"refresh": str(wait_s)},
            )
        await answer(asked.scope, receive, send)
