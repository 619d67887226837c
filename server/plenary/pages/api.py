"""The HTTP API, for the desk's first step and for other programs. `openapi.py` says all of it."""

from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plenary.creation import Wish, link_path, links, new_event, new_link
from plenary.deliberation.commands import GrantAccess
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.vocabulary import EventCode, Level, Role
from plenary.hub import telling
from plenary.hub.hub import Hub
from plenary.pages.answers import answer, base_of, bytes_of, problem
from plenary.pages.operator import OperatorPages
from plenary.store.ports import EventExists, EventUnknown, StoreUnavailable

BODY_LIMIT_BYTES: Final = 65_536

Body = TypeVar("Body")

ShortText = Annotated[str, Meta(max_length=1_000)]


class NewEventBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What is wanted of a new event."""

    title: ShortText
    language: Annotated[str, Meta(min_length=2, max_length=35)] = "en"
    venues: Annotated[tuple[ShortText, ...], Meta(max_length=100)] = ()
    prompts: Annotated[tuple[ShortText, ...], Meta(max_length=100)] = ()
    code: Annotated[str, Meta(max_length=24)] | None = None
    premoderated: bool = True
    statement_limit: Annotated[int, Meta(ge=20, le=1_000)] = 280
    level: Level = Level.DEVICE
    words: Annotated[tuple[ShortText, ...], Meta(max_length=200)] = ()
    """The event's own words that moderators look at twice."""


class Links(Struct, frozen=True):
    """The addresses of an event's pages. All but the participants' open them: they are secrets."""

    participant: str
    projector: str
    moderator: str
    organiser: str


class CreatedEvent(Struct, frozen=True):
    code: str
    links: Links


class NewLinkBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Which role a new link is for."""

    role: Role


class CreatedLink(Struct, frozen=True):
    link: str


class Problem(Struct, frozen=True):
    """Why nothing was done; the code is stable."""

    code: str


class ApiProblem(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class Api:
    """Serves `/api/v1`. `operator` knows who may create events."""

    def __init__(self, hub: Hub, operator: OperatorPages, public_url: str | None) -> None:
        self._hub = hub
        self._operator = operator
        self._public_url = public_url

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/v1/events", self.create_event, methods=["POST"]),
            Route("/api/v1/events/{code}", self.event),
            Route("/api/v1/events/{code}/links", self.create_link, methods=["POST"]),
        ]

    async def event(self, request: Request) -> Response:
        """What anybody may know of an event."""
        try:
            event = await self._hub.live_event(_code(request))
        except EventUnknown:
            return problem(404, "event-unknown")
        return answer(
            msgspec.to_builtins(
                telling.whole(event.known.state, event.known.position, Role.PARTICIPANT).event
            )
        )

    async def create_event(self, request: Request) -> Response:
        try:
            await self._check_operator(request)
            body = await _body(request, NewEventBody)
            wish = Wish(
                body.title,
                body.language,
                body.venues,
                body.prompts,
                body.code or None,
                body.premoderated,
                body.statement_limit,
                body.level,
                body.words,
            )
            made = new_event(wish)
            await self._hub.facts.create(made.facts, self._hub.clock())
        except ApiProblem as trouble:
            return problem(trouble.status, trouble.code)
        except Refusal as refusal:
            return problem(422, refusal.code)
        except EventExists:
            return problem(409, "event-exists")
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        base = base_of(request, self._public_url)
        addresses = links(base, made.code, made.secrets)
        created = CreatedEvent(
            made.code, Links(**{role.value: address for role, address in addresses.items()})
        )
        return answer(msgspec.to_builtins(created), 201)

    async def create_link(self, request: Request) -> Response:
        try:
            await self._check_operator(request)
            body = await _body(request, NewLinkBody)
            if body.role is Role.PARTICIPANT:
                raise ApiProblem(422, "role-needs-no-link")
            event = await self._hub.live_event(_code(request))
            link = new_link(body.role)
            await event.carry_out(GrantAccess(link.grant.grant, link.grant.role, link.grant.digest))
        except ApiProblem as trouble:
            return problem(trouble.status, trouble.code)
        except EventUnknown:
            return problem(404, "event-unknown")
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        address = base_of(request, self._public_url) + link_path(event.code, body.role, link.secret)
        return answer(msgspec.to_builtins(CreatedLink(address)), 201)

    async def _check_operator(self, request: Request) -> None:
        if not await self._operator.is_operator(request):
            raise ApiProblem(401, "operator-secret-refused")


async def _body(request: Request, kind: type[Body]) -> Body:
    """The request's body as the type says. Raises ApiProblem."""
    body = await bytes_of(request, BODY_LIMIT_BYTES)
    if body is None:
        raise ApiProblem(413, "body-too-large")
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError:
        raise ApiProblem(422, "body-invalid") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ApiProblem(400, "body-malformed") from None


def _code(request: Request) -> EventCode:
    return EventCode(request.path_params["code"].upper())
