"""Who is asking and what their messages mean, without any I/O: a message becomes a command or a refusal."""

import hmac
from dataclasses import dataclass
from typing import assert_never

from plenary.deliberation import commands
from plenary.deliberation.commands import Command
from plenary.deliberation.identity import participant_id, prompt_id, secret_digest, statement_id
from plenary.deliberation.refusals import NotAllowed
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    EventCode,
    GrantId,
    Language,
    Operation,
    ParticipantId,
    PromptId,
    Role,
    Stage,
    StatementId,
    Switches,
    VenueId,
)
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
        return _participant_command(session, request, operation)
    if not isinstance(session, StaffSession) or session.role is not Role.MODERATOR:
        raise NotAllowed
    return _moderator_command(session, request, operation)


def _participant_command(
    session: ParticipantSession, request: said.ParticipantRequest, operation: Operation
) -> Command:
    who = session.participant
    match request:
        case said.Join(mode=mode, venue=venue, language=language):
            place = VenueId(venue) if venue is not None else None
            return commands.Join(who, mode, place, Language(language), operation)
        case said.Vote(statement=statement, choice=choice):
            return commands.CastVote(who, StatementId(statement), choice, operation)
        case said.Submit(prompt=prompt, text=text, language=language):
            made = statement_id(session.code, who, operation)
            return commands.SubmitStatement(who, made, PromptId(prompt), text, Language(language))
        case _:
            assert_never(request)


def _moderator_command(
    session: StaffSession, request: said.ModeratorRequest, operation: Operation
) -> Command:
    by = session.grant
    match request:
        case said.DraftPrompt(text=text):
            return commands.DraftPrompt(prompt_id(session.code, by, operation), text, by)
        case said.RewordPrompt(prompt=prompt, text=text):
            return commands.RewordPrompt(PromptId(prompt), text, by)
        case said.OpenPrompt(prompt=prompt):
            return commands.OpenPrompt(PromptId(prompt), by)
        case said.ClosePrompt(prompt=prompt):
            return commands.ClosePrompt(PromptId(prompt), by)
        case said.SetSwitches(prompt=prompt, submit=submit, vote=vote, results=results):
            return commands.SetSwitches(PromptId(prompt), Switches(submit, vote, results), by)
        case said.Seed(prompt=prompt, text=text, language=language):
            made = statement_id(session.code, by, operation)
            return commands.SeedStatement(made, PromptId(prompt), text, Language(language), by)
        case said.Show(statement=statement):
            return commands.ShowStatement(StatementId(statement), by)
        case said.Reject(statement=statement, reason=reason):
            return commands.RejectStatement(StatementId(statement), reason, by)
        case said.Undo(statement=statement, decision=decision):
            return commands.UndoDecision(StatementId(statement), decision, by)
        case said.SetStage(scene=scene, prompt=prompt, statement=statement, frozen=frozen):
            on_prompt = PromptId(prompt) if prompt is not None else None
            on_statement = StatementId(statement) if statement is not None else None
            return commands.SetStage(Stage(scene, on_prompt, on_statement, frozen), by)
        case _:
            assert_never(request)
