"""Who is asking and what their messages mean, without any I/O: a message becomes a command or a refusal."""

import hmac
from dataclasses import dataclass

from plenary.deliberation.commands import Command
from plenary.deliberation.identity import participant_id, secret_digest
from plenary.deliberation.refusals import NotAllowed
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    EventCode,
    GrantId,
    Operation,
    ParticipantId,
    Role,
)
from plenary.hub import asking
from plenary.wire import from_client as said


class KeyRefused(Exception):
    """The key opens nothing here: no such role link, or a revoked one."""


@dataclass(frozen=True, slots=True)
class ParticipantSession:
    """A phone's connection."""

    code: EventCode
    participant: ParticipantId
    device: str
    role: Role = Role.PARTICIPANT


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A connection with a role link: a desk or a projector."""

    code: EventCode
    grant: GrantId
    role: Role
    device: str


Session = ParticipantSession | StaffSession


def admit(state: Deliberation, code: EventCode, hello: said.Hello) -> Session:
    """The session that a hello begins. Raises KeyRefused."""
    if hello.role is Role.PARTICIPANT:
        return ParticipantSession(code, participant_id(code, hello.key), hello.device)
    digest = secret_digest(hello.key)
    for grant in state.grants.values():
        fits = grant.access.role is hello.role and hmac.compare_digest(grant.access.digest, digest)
        if fits and not grant.revoked:
            return StaffSession(code, grant.id, hello.role, hello.device)
    raise KeyRefused


def command(session: Session, request: said.Request) -> Command:
    """What the request asks of the rules. Raises NotAllowed where the role does not include it."""
    operation = Operation(request.op, session.device)
    if isinstance(request, said.ParticipantRequest):
        if not isinstance(session, ParticipantSession):
            raise NotAllowed
        return asking.of_participant(session.code, session.participant, request, operation)
    if not isinstance(session, StaffSession) or session.role is not Role.MODERATOR:
        raise NotAllowed
    return asking.of_moderator(session.code, session.grant, request, operation)
