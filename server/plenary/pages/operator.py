"""The operator over HTTP: the secret is exchanged for a cookie, sessions are listed and ended."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plenary.hub.keys import is_secure
from plenary.hub.operators import LASTS_MS, Operators, OperatorSession
from plenary.hub.origins import Origins
from plenary.pages.answers import answer, body_of, problem
from plenary.store.ports import StoreUnavailable

BODY_LIMIT_BYTES: Final = 1_024
NAME: Final = "plenary-operator"


class OperatorBody(Struct, frozen=True):
    """The operator's secret."""

    secret: Annotated[str, Meta(min_length=1, max_length=256)]


class OpenSession(Struct, frozen=True):
    """One session; `own`: that of the browser which asks."""

    id: str
    began_ms: int
    expires_ms: int
    own: bool


class OpenSessions(Struct, frozen=True):
    sessions: tuple[OpenSession, ...]


class OperatorPages:
    """Serves `/operator/session` and `/api/v1/operator`, and knows whether a request is the operator's."""

    def __init__(self, operators: Operators, origins: Origins) -> None:
        self._operators = operators
        self._origins = origins

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/operator/session", self.sign_in, methods=["POST"], name="operator-session"),
            Route("/api/v1/operator/sessions", self.sessions),
            Route("/api/v1/operator/sessions/{id}", self.end, methods=["DELETE"]),
        ]

    async def is_operator(self, request: Request) -> bool:
        """Whether the request shows the secret as a bearer's token, or comes from our own page with a session's cookie.

        Raises StoreUnavailable.
        """
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._operators.is_secret(token.strip())
        return await self._session(request) is not None

    async def sign_in(self, request: Request) -> Response:
        """A cookie for the secret: from then on no script has to hold it."""
        if not self._origins.is_own_page(request):
            return problem(403, "not-allowed")
        body = await body_of(request, OperatorBody, BODY_LIMIT_BYTES)
        if body is None:
            return problem(400, "body-malformed")
        if not self._operators.is_secret(body.secret):
            return problem(401, "operator-secret-refused")
        try:
            token = await self._operators.begin()
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        made = Response(status_code=204)
        secure = is_secure(request)
        made.set_cookie(
            _cookie_name(secure),
            token,
            max_age=LASTS_MS // 1_000,
            path="/",
            secure=secure,
            httponly=True,
            samesite="strict",
        )
        return made

    async def sessions(self, request: Request) -> Response:
        """Where the operator is signed in."""
        try:
            if not await self.is_operator(request):
                return problem(401, "operator-secret-refused")
            own = await self._session(request)
            found = tuple(
                OpenSession(one.id, one.began_ms, one.expires_ms, own is not None and one.id == own.id)
                for one in await self._operators.sessions()
            )
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        return answer(msgspec.to_builtins(OpenSessions(found)))

    async def end(self, request: Request) -> Response:
        """Sign a browser out, on every hub: another one, or the one that asks."""
        session = request.path_params["id"]
        try:
            if not await self.is_operator(request):
                return problem(401, "operator-secret-refused")
            own = await self._session(request)
            if not await self._operators.end(session):
                return problem(404, "session-unknown")
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        ended = Response(status_code=204)
        if own is not None and own.id == session:
            secure = is_secure(request)
            ended.delete_cookie(
                _cookie_name(secure), path="/", secure=secure, httponly=True, samesite="strict"
            )
        return ended

    async def _session(self, request: Request) -> OperatorSession | None:
        # As for role links: a browser sends no Origin when it only asks, and then nothing is changed.
        only_asks = request.method in ("GET", "HEAD") and "origin" not in request.headers
        if not (only_asks or self._origins.is_own_page(request)):
            return None
        for secure in (True, False):
            if (token := request.cookies.get(_cookie_name(secure))) is not None:
                return await self._operators.session(token)
        return None


def _cookie_name(secure: bool) -> str:
    return f"{'__Host-' if secure else ''}{NAME}"
