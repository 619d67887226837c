"""What each audience may see: a snapshot of everything, and what a fact changes in it.

A change carries the present form of whatever a fact touched, never a step to redo, so changes may be
skipped and combined: the snapshot, then the changes after it, always equal a later snapshot.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from plenary.deliberation.facts import (
    AccessGranted,
    AccessRevoked,
    DecisionUndone,
    EventCreated,
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
)
from plenary.deliberation.state import Deliberation, Prompt, Statement
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    Language,
    Origin,
    ParticipantId,
    Phase,
    PromptId,
    Role,
    Stage,
    Standing,
    StatementId,
    Venue,
)


@dataclass(frozen=True, slots=True)
class EventView:
    code: EventCode
    title: str
    language: Language
    venues: tuple[Venue, ...]
    premoderated: bool
    statement_limit: int


@dataclass(frozen=True, slots=True)
class PromptView:
    id: PromptId
    number: int
    text: str
    phase: Phase
    submit: bool
    vote: bool
    results: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement as an audience sees it. Nobody sees who wrote it.

    `decisions` counts moderation's decisions so far and `reason` is the latest one's: moderators only.
    """

    id: StatementId
    prompt: PromptId
    number: int
    text: str
    language: Language
    origin: Origin
    standing: Standing
    decisions: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new for one audience: whole views to put in place of those held, and statements to forget."""

    event: EventView | None = None
    prompts: tuple[PromptView, ...] = ()
    statements: tuple[StatementView, ...] = ()
    gone: tuple[StatementId, ...] = ()
    stage: Stage | None = None

    def __bool__(self) -> bool:
        return self != Changes()


@dataclass(frozen=True, slots=True)
class OwnVote:
    statement: StatementId
    choice: Choice


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """What became of a participant's own statement; for its author only."""

    id: StatementId
    prompt: PromptId
    text: str
    standing: Standing
    reason: str


def snapshot(state: Deliberation, role: Role) -> Changes:
    """Everything that the role may see, as changes against nothing."""
    return _views(state, role, True, state.prompts, state.statements, True)


def changes(state: Deliberation, facts: Iterable[ProgrammeFact], role: Role) -> Changes:
    """What the facts, already in the state, mean for the role. Empty where they are none of its business."""
    touched = Touched()
    for fact in facts:
        touched.note(state, fact)
    return _views(state, role, touched.event, touched.prompts, touched.statements, touched.stage)


def own_statements(state: Deliberation, participant: ParticipantId) -> tuple[OwnStatement, ...]:
    """The participant's own statements, oldest first."""
    return tuple(own_statement(one) for one in state.statements.values() if one.author == participant)


def own_statement(statement: Statement) -> OwnStatement:
    """The statement as its author sees it."""
    return OwnStatement(statement.id, statement.prompt, statement.text, statement.standing, statement.reason)


def own_votes(state: Deliberation, participant: ParticipantId) -> tuple[OwnVote, ...]:
    """The participant's last word on each statement."""
    votes = state.ballots[participant].votes if participant in state.ballots else {}
    return tuple(OwnVote(vote.statement, vote.choice) for vote in votes.values())


class Touched:
    """Which parts of the state some facts have touched; dicts, for their order."""

    def __init__(self) -> None:
        self.event = False
        self.prompts: dict[PromptId, None] = {}
        self.statements: dict[StatementId, None] = {}
        self.stage = False

    def note(self, state: Deliberation, fact: ProgrammeFact) -> None:
        match fact:
            case EventCreated():
                self.event = True
            case AccessGranted() | AccessRevoked():
                pass
            case PromptOpened(prompt=prompt):
                # A draft is hidden with its statements, so opening it brings them all into view.
                self.prompts[prompt] = None
                self.statements.update(dict.fromkeys(state.statements_of[prompt]))
            case (
                PromptDrafted(prompt=prompt)
                | PromptReworded(prompt=prompt)
                | PromptClosed(prompt=prompt)
                | SwitchesSet(prompt=prompt)
            ):
                self.prompts[prompt] = None
            case (
                StatementSubmitted(statement=statement)
                | StatementShown(statement=statement)
                | StatementRejected(statement=statement)
                | DecisionUndone(statement=statement)
            ):
                self.statements[statement] = None
            case StageSet():
                self.stage = True
            case _:
                assert_never(fact)


def _views(
    state: Deliberation,
    role: Role,
    event: bool,
    prompts: Iterable[PromptId],
    statements: Iterable[StatementId],
    stage: bool,
) -> Changes:
    seen = [state.statements[one] for one in statements]
    return Changes(
        event=_event_view(state) if event else None,
        prompts=tuple(_prompt_view(state.prompts[one]) for one in prompts if _sees_prompt(state, one, role)),
        statements=tuple(_statement_view(one, role) for one in seen if sees_statement(state, one, role)),
        gone=tuple(one.id for one in seen if _has_gone(state, one, role)),
        stage=state.stage if stage else None,
    )


def _sees_prompt(state: Deliberation, prompt: PromptId, role: Role) -> bool:
    return role is Role.MODERATOR or state.prompts[prompt].phase is not Phase.DRAFT


def sees_statement(state: Deliberation, statement: Statement, role: Role) -> bool:
    """Whether the role may see the statement at all: outside the desk, only what was let through."""
    if role is Role.MODERATOR:
        return True
    return statement.standing is Standing.SHOWN and _sees_prompt(state, statement.prompt, role)


def _has_gone(state: Deliberation, statement: Statement, role: Role) -> bool:
    was_shown = any(decision.standing is Standing.SHOWN for decision in statement.decisions)
    return was_shown and not sees_statement(state, statement, role)


def _event_view(state: Deliberation) -> EventView | None:
    if (event := state.event) is None:
        return None
    return EventView(
        event.code, event.title, event.language, event.venues, event.premoderated, event.statement_limit
    )


def _prompt_view(prompt: Prompt) -> PromptView:
    switches = prompt.switches
    return PromptView(
        prompt.id,
        prompt.number,
        prompt.text,
        prompt.phase,
        switches.submit,
        switches.vote,
        switches.results,
    )


def _statement_view(statement: Statement, role: Role) -> StatementView:
    at_desk = role is Role.MODERATOR
    return StatementView(
        statement.id,
        statement.prompt,
        statement.number,
        statement.text,
        statement.language,
        Origin.SEED if statement.author is None else Origin.PARTICIPANT,
        statement.standing,
        len(statement.decisions) if at_desk else 0,
        statement.reason if at_desk else "",
    )
