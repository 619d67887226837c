"""The rules: a command and the state give facts, or a refusal. Pure, and the only place that says no.

Asking twice for the same thing gives no second fact: a resent command is answered like the first.
"""

from typing import assert_never

from plenary.deliberation.commands import (
    BallotCommand,
    CastVote,
    ClosePrompt,
    Command,
    DraftPrompt,
    GrantAccess,
    Join,
    OpenPrompt,
    ProgrammeCommand,
    RejectStatement,
    RevokeAccess,
    RewordPrompt,
    SeedStatement,
    SetStage,
    SetSwitches,
    ShowStatement,
    SubmitStatement,
    UndoDecision,
)
from plenary.deliberation.facts import (
    AccessGranted,
    AccessRevoked,
    BallotFact,
    DecisionUndone,
    Fact,
    ParticipantJoined,
    ProgrammeFact,
    PromptClosed,
    PromptDrafted,
    PromptOpened,
    PromptReworded,
    StageSet,
    StatementRejected,
    StatementShown,
    StatementSubmitted,
    SwitchesSet,
    VoteCast,
)
from plenary.deliberation.refusals import (
    DecisionSuperseded,
    GrantUnknown,
    NotJoined,
    PromptExists,
    PromptNotOpen,
    PromptUnknown,
    SceneIncomplete,
    StatementNotShown,
    StatementTwice,
    StatementUnknown,
    SubmittingOff,
    TooManyStatements,
    VenueUnknown,
    VotingOff,
)
from plenary.deliberation.state import Ballot, Deliberation, Prompt, Statement
from plenary.deliberation.text import clean, likeness
from plenary.deliberation.vocabulary import (
    Mode,
    ParticipantId,
    Phase,
    PromptId,
    Scene,
    Stage,
    Standing,
    StatementId,
)

PROMPT_LIMIT = 280
REASON_LIMIT = 140
SEED_LIMIT = 1_000
"""Seeds may be longer than participants' statements: imported discussions have texts up to this length."""

# One person's share of the moderators' attention; a statement decided on makes room for the next.
MOST_WAITING = 12

SCENES_WITH_PROMPT = {Scene.PROMPT, Scene.MAP, Scene.COMMON_GROUND, Scene.FAULT_LINES, Scene.DISCUSS}


def decide(state: Deliberation, command: Command) -> list[Fact]:
    """The facts that follow from the command, in order; none where it changes nothing.

    The state must hold the ballot of the participant who asks. Raises Refusal.
    """
    if isinstance(command, BallotCommand):
        return [*decide_ballot(state, command)]
    return [*_decide_programme(state, command)]


def decide_ballot(state: Deliberation, command: BallotCommand) -> list[BallotFact]:
    """As `decide`, for what one participant says of themselves; such facts never meet another's."""
    match command:
        case Join():
            return _join(state, command)
        case CastVote():
            return _cast_vote(state, command)
        case _:
            assert_never(command)


def _join(state: Deliberation, command: Join) -> list[BallotFact]:
    known = state.ballots.get(command.participant, Ballot()).joined
    if known is not None and known.operation >= command.operation:
        return []
    venues = {venue.id for venue in state.event.venues} if state.event else set()
    if command.venue is not None and command.venue not in venues:
        raise VenueUnknown
    if command.mode is Mode.IN_ROOM and venues and command.venue is None:
        raise VenueUnknown
    return [
        ParticipantJoined(
            command.participant, command.mode, command.venue, command.language, command.operation
        )
    ]


def _cast_vote(state: Deliberation, command: CastVote) -> list[BallotFact]:
    ballot = _joined(state, command.participant)
    last = ballot.votes.get(command.statement)
    # Before any other rule: what was counted stays answered with "counted", also after the close.
    if last is not None and last.operation >= command.operation:
        return []
    statement = _statement(state, command.statement)
    prompt = _open_prompt(state, statement.prompt)
    if not prompt.switches.vote:
        raise VotingOff
    if statement.standing is not Standing.SHOWN:
        raise StatementNotShown
    return [VoteCast(command.participant, command.statement, command.choice, command.operation)]


def _decide_programme(state: Deliberation, command: ProgrammeCommand) -> list[ProgrammeFact]:
    match command:
        case SubmitStatement():
            return _submit(state, command)
        case DraftPrompt(prompt=prompt, text=text, by=by):
            text = clean(text, PROMPT_LIMIT)
            if (known := state.prompts.get(prompt)) is None:
                return [PromptDrafted(prompt, text, by)]
            if known.text != text:
                raise PromptExists
            return []
        case RewordPrompt(prompt=prompt, text=text, by=by):
            text = clean(text, PROMPT_LIMIT)
            return [] if _prompt(state, prompt).text == text else [PromptReworded(prompt, text, by)]
        case OpenPrompt(prompt=prompt, by=by):
            return [] if _prompt(state, prompt).phase is Phase.OPEN else [PromptOpened(prompt, by)]
        case ClosePrompt(prompt=prompt, by=by):
            phase = _prompt(state, prompt).phase
            if phase is Phase.DRAFT:
                raise PromptNotOpen
            return [] if phase is Phase.CLOSED else [PromptClosed(prompt, by)]
        case SetSwitches(prompt=prompt, switches=switches, by=by):
            unchanged = _prompt(state, prompt).switches == switches
            return [] if unchanged else [SwitchesSet(prompt, switches, by)]
        case SeedStatement():
            return _seed(state, command)
        case ShowStatement(statement=statement, by=by):
            shown = _statement(state, statement).standing is Standing.SHOWN
            return [] if shown else [StatementShown(statement, by)]
        case RejectStatement(statement=statement, reason=reason, by=by):
            reason = clean(reason, REASON_LIMIT) if reason.strip() else ""
            rejected = _statement(state, statement).standing is Standing.REJECTED
            return [] if rejected else [StatementRejected(statement, reason, by)]
        case UndoDecision():
            return _undo(state, command)
        case SetStage(stage=stage, by=by):
            _check_stage(state, stage)
            return [] if state.stage == stage else [StageSet(stage, by)]
        case GrantAccess(grant=grant, role=role, digest=digest):
            return [] if grant in state.grants else [AccessGranted(grant, role, digest)]
        case RevokeAccess(grant=grant, by=by):
            if (held := state.grants.get(grant)) is None:
                raise GrantUnknown
            return [] if held.revoked else [AccessRevoked(grant, by)]
        case _:
            assert_never(command)


def _submit(state: Deliberation, command: SubmitStatement) -> list[ProgrammeFact]:
    _joined(state, command.participant)
    if command.statement in state.statements:
        return []
    prompt = _open_prompt(state, command.prompt)
    if not prompt.switches.submit:
        raise SubmittingOff
    assert state.event is not None, "a prompt exists only in an event"
    text = clean(command.text, state.event.statement_limit)
    _refuse_twice(state, prompt.id, text)
    waiting = [
        one
        for one in state.statements.values()
        if one.author == command.participant and one.standing is Standing.WAITING
    ]
    if len(waiting) >= MOST_WAITING:
        raise TooManyStatements
    submitted = StatementSubmitted(command.statement, prompt.id, text, command.language, command.participant)
    if state.event.premoderated:
        return [submitted]
    return [submitted, StatementShown(command.statement, None)]


def _seed(state: Deliberation, command: SeedStatement) -> list[ProgrammeFact]:
    if command.statement in state.statements:
        return []
    prompt = _prompt(state, command.prompt)
    text = clean(command.text, SEED_LIMIT)
    _refuse_twice(state, prompt.id, text)
    return [
        StatementSubmitted(command.statement, prompt.id, text, command.language, None),
        StatementShown(command.statement, command.by),
    ]


def _undo(state: Deliberation, command: UndoDecision) -> list[ProgrammeFact]:
    decisions = _statement(state, command.statement).decisions
    if decisions and decisions[-1].undoes == command.decision:
        return []
    if command.decision != len(decisions) or command.decision < 1:
        raise DecisionSuperseded
    return [DecisionUndone(command.statement, command.decision, command.by)]


def _check_stage(state: Deliberation, stage: Stage) -> None:
    if stage.prompt is not None and _prompt(state, stage.prompt).phase is Phase.DRAFT:
        raise PromptNotOpen
    if stage.scene in SCENES_WITH_PROMPT and stage.prompt is None:
        raise SceneIncomplete
    if stage.statement is not None:
        statement = _statement(state, stage.statement)
        if statement.standing is not Standing.SHOWN:
            raise StatementNotShown
        if _prompt(state, statement.prompt).phase is Phase.DRAFT:
            raise PromptNotOpen
    if stage.scene is Scene.STATEMENT and stage.statement is None:
        raise SceneIncomplete


def _joined(state: Deliberation, participant: ParticipantId) -> Ballot:
    ballot = state.ballots.get(participant)
    if ballot is None or ballot.joined is None:
        raise NotJoined
    return ballot


def _prompt(state: Deliberation, prompt: PromptId) -> Prompt:
    if (known := state.prompts.get(prompt)) is None:
        raise PromptUnknown
    return known


def _open_prompt(state: Deliberation, prompt: PromptId) -> Prompt:
    known = _prompt(state, prompt)
    if known.phase is not Phase.OPEN:
        raise PromptNotOpen
    return known


def _statement(state: Deliberation, statement: StatementId) -> Statement:
    if (known := state.statements.get(statement)) is None:
        raise StatementUnknown
    return known


def _refuse_twice(state: Deliberation, prompt: PromptId, text: str) -> None:
    if likeness(text) in state.likenesses[prompt]:
        raise StatementTwice
