"""Role links over HTTP: a page's secret is exchanged for a cookie, and requests show one or the other."""

import math
from typing import Annotated, Final

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plenary.deliberation.entities import Grant
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode, Role
from plenary.hub.hub import Hub
from plenary.hub.keys import cookie_name, is_secure
from plenary.hub.origins import Origins
from plenary.hub.session import grant_opened_by, page_of
from plenary.pages.answers import body_of
from plenary.store.ports import EventUnknown, StoreUnavailable

LONGEST_COOKIE_S: Final = 90 * 86_400
BODY_LIMIT_BYTES: Final = 1_024


class KeyBody(Struct, frozen=True):
    """The secret of a role link, and for which page."""

    role: Role
    secret: Annotated[str, Meta(min_length=16, max_length=128)]


class Keys:
    """Serves `POST /e/CODE/key`, and finds the role link behind a request."""

    def __init__(self, hub: Hub, origins: Origins) -> None:
        self._hub = hub
        self._origins = origins

    def routes(self) -> list[BaseRoute]:
        return [Route("/e/{code}/key", self.exchange, methods=["POST"], name="key")]

    async def exchange(self, request: Request) -> Response:
        """A cookie for a link's secret: from then on no script has to hold it."""
        if not self._origins.is_own_page(request):
            return Response(status_code=403)
        body = await body_of(request, KeyBody, BODY_LIMIT_BYTES)
        if body is None or body.role is Role.PARTICIPANT:
            return Response(status_code=400)
        code = EventCode(request.path_params["code"].upper())
        try:
            event = await self._hub.live_event(code)
        except EventUnknown:
            return Response(status_code=403)
        except StoreUnavailable:
            return Response(status_code=503)
        now_ms = self._hub.clock()
        grant = grant_opened_by(event.known.state, body.secret, now_ms)
        if grant is None or page_of(grant.access.role) is not page_of(body.role):
            return Response(status_code=403)
        answer = Response(status_code=204)
        lasts_s = LONGEST_COOKIE_S
        if grant.access.expires_ms is not None:
            lasts_s = min(lasts_s, math.ceil((grant.access.expires_ms - now_ms) / 1_000))
        secure = is_secure(request)
        answer.set_cookie(
            cookie_name(code, body.role, secure),
            body.secret,
            max_age=lasts_s,
            path="/",
            secure=secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    def grant_behind(
        self, request: Request, code: EventCode, state: Deliberation, page: Role = Role.MODERATOR
    ) -> Grant | None:
        """The role link that the request shows: as a bearer's token, or in our own page's cookie.

        page: whose page asks.
        """
        now_ms = self._hub.clock()
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return grant_opened_by(state, token.strip(), now_ms)
        # Browsers send no Origin when they only ask: then the cookie, which they show to no other site's page, is
        # enough, since nothing is changed.
        only_asks = request.method in ("GET", "HEAD") and "origin" not in request.headers
        if not (only_asks or self._origins.is_own_page(request)):
            return None
        names = [cookie_name(code, page, secure) for secure in (True, False)]
        secret = next((request.cookies[name] for name in names if name in request.cookies), None)
        return grant_opened_by(state, secret, now_ms) if secret else None
