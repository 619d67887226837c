"""Rehearsals over HTTP: an organiser starts one, sees how it goes, stops and wipes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Protocol

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plenary.creation import links
from plenary.deliberation.vocabulary import EventCode, Role
from plenary.hub.hub import Hub
from plenary.pages.answers import answer, base_of, problem
from plenary.pages.keys import Keys
from plenary.store.ports import EventExists, EventUnknown, StoreUnavailable

MOST_PEOPLE: Final = 500


class NotRunning(Exception):
    """The event has no rehearsal now."""


@dataclass(frozen=True, slots=True)
class Running:
    """A rehearsal: its code, how many came and voted, whether its crowd is still there, the secrets of its links."""

    code: EventCode
    people: int
    votes: int
    is_played: bool
    secrets: Mapping[Role, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a wiping left: how many records are gone, and the live event's fingerprint before and after."""

    records: int
    before: str
    after: str
    is_gone: bool


class Rehearsing(Protocol):
    """What carries rehearsals out."""

    async def start(self, code: EventCode, people: int, url: str) -> Running: ...
    async def status(self, code: EventCode) -> Running: ...
    async def stop(self, code: EventCode) -> Proof: ...


class RehearsalBody(Struct, frozen=True, forbid_unknown_fields=True):
    """How large the synthetic crowd is to be."""

    people: Annotated[int, Meta(ge=1, le=MOST_PEOPLE)] = 60


class RehearsalStatus(Struct, frozen=True):
    """How a rehearsal is going. `running`: its crowd is still there. Without it, the copy waits to be wiped."""

    code: str
    people: int
    votes: int
    running: bool
    links: dict[str, str]


class RehearsalProof(Struct, frozen=True):
    """What the wiping left: the records that are gone, and the live event's fingerprint before and after."""

    records: int
    before: str
    after: str
    proved: bool


class RehearsalPages:
    """Serves `/api/v1/events/CODE/rehearsal` to the event's organisers."""

    def __init__(self, hub: Hub, keys: Keys, rehearsing: Rehearsing, public_url: str | None) -> None:
        self._hub = hub
        self._keys = keys
        self._rehearsing = rehearsing
        self._public_url = public_url

    def routes(self) -> list[BaseRoute]:
        path = "/api/v1/events/{code}/rehearsal"
        return [
            Route(path, self.start, methods=["POST"]),
            Route(path, self.status, methods=["GET"]),
            Route(path, self.stop, methods=["DELETE"]),
        ]

    async def start(self, request: Request) -> Response:
        if (trouble := await self._refused(request)) is not None:
            return trouble
        body = (
            await request.body() if int(request.headers.get("content-length", "0") or "0") < 1_024 else b"x"
        )
        try:
            wish = msgspec.json.decode(body or b"{}", type=RehearsalBody)
        except msgspec.ValidationError:
            return problem(422, "body-invalid")
        except (msgspec.DecodeError, UnicodeDecodeError):
            return problem(400, "body-malformed")
        if (own := _own_address(request)) is None:
            return problem(501, "rehearsal-unreachable")
        try:
            return self._told(request, await self._rehearsing.start(_code(request), wish.people, own), 201)
        except EventExists:
            return problem(409, "rehearsal-running")
        except StoreUnavailable:
            return problem(503, "store-unavailable")

    async def status(self, request: Request) -> Response:
        if (trouble := await self._refused(request)) is not None:
            return trouble
        try:
            return self._told(request, await self._rehearsing.status(_code(request)), 200)
        except NotRunning:
            return Response(status_code=204)
        except StoreUnavailable:
            return problem(503, "store-unavailable")

    async def stop(self, request: Request) -> Response:
        if (trouble := await self._refused(request)) is not None:
            return trouble
        try:
            proof = await self._rehearsing.stop(_code(request))
        except NotRunning:
            return problem(404, "rehearsal-unknown")
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        proved = proof.is_gone and proof.before == proof.after
        return answer(msgspec.to_builtins(RehearsalProof(proof.records, proof.before, proof.after, proved)))

    async def _refused(self, request: Request) -> Response | None:
        """None for an organiser of the event."""
        try:
            event = await self._hub.live_event(_code(request))
        except EventUnknown:
            return problem(403, "not-allowed")
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        grant = self._keys.grant_behind(request, event.code, event.known.state)
        if grant is None or grant.access.role is not Role.ORGANISER:
            return problem(403, "not-allowed")
        return None

    def _told(self, request: Request, running: Running, status: int) -> Response:
        addresses = links(base_of(request, self._public_url), running.code, dict(running.secrets))
        named = {role.value: address for role, address in addresses.items()}
        told = RehearsalStatus(running.code, running.people, running.votes, running.is_played, named)
        return answer(msgspec.to_builtins(told), status)


def _own_address(request: Request) -> str | None:
    """Where this server listens, by its own socket: a Host header is for whoever sends it to choose."""
    server = request.scope.get("server")
    if server is None or server[1] is None:
        return None
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(server[0], server[0])  # noqa: S104 - compared, not bound
    return f"http://{host if ':' not in host or host.startswith('[') else f'[{host}]'}:{server[1]}"


def _code(request: Request) -> EventCode:
    return EventCode(request.path_params["code"].upper())
