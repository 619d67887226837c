"""All that the server holds of a participant, over HTTP: for themselves alone, who have their key or their seat."""

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plenary.deliberation.facts import StatementFact, StatementSubmitted
from plenary.deliberation.vocabulary import EventCode, Level, ParticipantId, Role, StatementId
from plenary.hub.hub import Hub
from plenary.hub.keys import secrets_shown
from plenary.hub.origins import Origins
from plenary.hub.session import KeyRefused, ParticipantSession, admit
from plenary.pages.answers import answer, body_of, problem
from plenary.store.ports import (
    BallotRecord,
    Ballots,
    EventUnknown,
    FactLog,
    ProgrammeRecord,
    StoreUnavailable,
)
from plenary.wire.from_client import Hello

BODY_LIMIT_BYTES: Final = 1_024


class OwnBody(Struct, frozen=True):
    """The phone's own key; null where the page's cookie holds the seat."""

    key: Annotated[str, Meta(min_length=16, max_length=128)] | None = None


class OwnRecords:
    """Serves `POST /e/CODE/own`: the key in the body, so that it stands in no address."""

    def __init__(self, hub: Hub, origins: Origins, facts: FactLog, ballots: Ballots) -> None:
        self._hub = hub
        self._origins = origins
        self._facts = facts
        self._ballots = ballots

    def routes(self) -> list[BaseRoute]:
        return [Route("/e/{code}/own", self.tell, methods=["POST"])]

    async def tell(self, request: Request) -> Response:
        """Every record of the log that is theirs, as the log has it."""
        if not self._origins.is_own_page(request):
            return problem(403, "origin-foreign")
        body = await body_of(request, OwnBody, BODY_LIMIT_BYTES)
        if body is None:
            return problem(422, "body-invalid")
        code = EventCode(request.path_params["code"].upper())
        try:
            who = await self._participant(request, code, body.key)
            _, programme = await self._facts.programme(code)
            said = await self._ballots.of_participant(code, who)
        except EventUnknown:
            return problem(404, "event-unknown")
        except KeyRefused:
            return problem(401, "key-refused")
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        told = [*map(_told, said), *map(_told, _about_own_statements(programme, who))]
        return answer({"event": code, "participant": who, "records": told})

    async def _participant(self, request: Request, code: EventCode, key: str | None) -> ParticipantId:
        """As which participant a phone with this key, or with the page's cookie, is connected. Raises KeyRefused."""
        event = await self._hub.live_event(code)
        cookie = secrets_shown(request, code).get(Role.PARTICIPANT)
        seat = None
        if event.known.state.level is not Level.DEVICE:
            for shown in (cookie, key):
                seat = seat or (await self._hub.seating.held(code, shown) if shown else None)
        hello = Hello(Role.PARTICIPANT, key, "page")
        session = admit(event.known.state, code, hello, self._hub.clock(), cookie, seat)
        assert isinstance(session, ParticipantSession)
        return session.participant


def _about_own_statements(
    programme: Iterable[ProgrammeRecord], who: ParticipantId
) -> Iterable[ProgrammeRecord]:
    own: set[StatementId] = set()
    for record in programme:
        if isinstance(record.fact, StatementSubmitted) and record.fact.author == who:
            own.add(record.fact.statement)
        if isinstance(record.fact, StatementFact) and record.fact.statement in own:
            yield record


def _told(record: BallotRecord | ProgrammeRecord) -> dict[str, Any]:
    """The record for its owner; who moderated is not theirs to know."""
    fact = msgspec.to_builtins(record.fact)
    told = {one.name: fact[one.name] for one in fields(record.fact) if one.name not in ("by", "entered_by")}
    kind = re.sub(r"(?<!^)(?=[A-Z])", "-", type(record.fact).__name__).lower()
    return {"kind": kind, "at_ms": record.at_ms, **told}
