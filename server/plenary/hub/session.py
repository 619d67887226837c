"""Who is asking and what their messages mean, without any I/O: a message becomes a command or a refusal."""

import hmac
from dataclasses import dataclass
from typing import Final

from plenary.deliberation.access import AT_THE_DESK
from plenary.deliberation.commands import Command
from plenary.deliberation.entities import Grant
from plenary.deliberation.identity import participant_id, seated_id, secret_digest
from plenary.deliberation.refusals import NotAllowed
from plenary.deliberation.seats import Seat
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    EventCode,
    GrantId,
    Level,
    Operation,
    ParticipantId,
    Role,
    VenueId,
)
from plenary.hub import asking
from plenary.hub.receipts import Receipts
from plenary.wire import from_client as said
from plenary.wire.access import may_ask

# Written out where it is asked, a union is made anew for every vote.
_WITH_RECEIPTS: Final = (said.Vote, said.WithdrawVote, said.Submit)


class KeyRefused(Exception):
    """The key opens nothing here: no such role link, or a revoked one."""


@dataclass(frozen=True, slots=True)
class ParticipantSession:
    """A phone's connection."""

    code: EventCode
    participant: ParticipantId
    device: str
    role: Role = Role.PARTICIPANT
    level: Level = Level.DEVICE
    """What they have shown of themselves."""
    holder: str = ""
    """The digest of the pass that holds their seat, where they have one."""


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A connection with a role link: a desk or a projector."""

    code: EventCode
    grant: GrantId
    role: Role
    device: str
    expires_ms: int | None = None
    """When its link opens nothing any more (ms since 1970)."""
    venue: VenueId | None = None
    """Where a steward's paper ballots come from, if the link is for one place."""


Session = ParticipantSession | StaffSession


def admit(
    state: Deliberation,
    code: EventCode,
    hello: said.Hello,
    now_ms: int,
    cookie: str | None = None,
    seat: Seat | None = None,
) -> Session:
    """The session that a hello begins, with its own key or with the one in the page's cookie. Raises KeyRefused.

    seat: the one that the key or the cookie holds, where the event asks for a proof.
    """
    key = hello.key or cookie
    if key is None:
        raise KeyRefused
    if hello.role is Role.PARTICIPANT:
        if seat is not None and seat.level is state.level:
            return seated_session(code, seat, hello.device)
        return ParticipantSession(code, participant_id(code, key), hello.device)
    grant = grant_opened_by(state, key, now_ms)
    if grant is None or page_of(grant.access.role) is not page_of(hello.role):
        raise KeyRefused
    return StaffSession(
        code, grant.id, grant.access.role, hello.device, grant.access.expires_ms, grant.access.venue
    )


def seated_session(code: EventCode, seat: Seat, device: str) -> ParticipantSession:
    """A session of whoever holds the seat."""
    return ParticipantSession(
        code, seated_id(code, seat.subject), device, level=seat.level, holder=seat.holder or ""
    )


def grant_opened_by(state: Deliberation, secret: str, now_ms: int) -> Grant | None:
    """The role link that the secret opens at this time, if any."""
    digest = secret_digest(secret)
    for grant in state.grants.values():
        if hmac.compare_digest(grant.access.digest, digest):
            expires_ms = grant.access.expires_ms
            return None if grant.revoked or (expires_ms is not None and expires_ms <= now_ms) else grant
    return None


def page_of(role: Role) -> Role:
    """For whom a role's page was made: all who work at the desk have the moderator's."""
    return Role.MODERATOR if role in AT_THE_DESK else role


def command(session: Session, request: said.Request, receipts: Receipts) -> Command:
    """What the request asks of the rules. Raises NotAllowed where the role does not include it.

    receipts: recognises what was counted before.
    """
    if not may_ask(session.role, type(request)):
        raise NotAllowed
    operation = Operation(request.op, session.device)
    if isinstance(session, ParticipantSession):
        if not isinstance(request, said.ParticipantRequest):
            raise NotAllowed
        was_counted = isinstance(request, _WITH_RECEIPTS) and receipts.proves(
            session.code, session.participant, session.device, request
        )
        return asking.of_participant(
            session.code, session.participant, request, operation, was_counted, session.level
        )
    if isinstance(request, said.ParticipantRequest):
        raise NotAllowed
    if isinstance(request, said.StewardRequest):
        return asking.of_steward(session.code, session.grant, request, operation)
    return asking.of_moderator(session.code, session.grant, request, operation)
