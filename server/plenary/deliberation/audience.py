"""What each audience may see: a snapshot of everything, and what a fact changes in it.

A change carries the present form of whatever a fact touched, never a step to redo, so changes may be
skipped and combined: the snapshot, then the changes after it, always equal a later snapshot.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from plenary.deliberation.access import SIGHT
from plenary.deliberation.entities import Statement
from plenary.deliberation.facts import (
    AccessFact,
    AnnouncementFact,
    EventCreated,
    ItemFact,
    LevelSet,
    ParticipantErased,
    ProgrammeFact,
    PromptFact,
    PromptMoved,
    PromptOpened,
    PromptPlanned,
    SeatVacated,
    StageSet,
    StatementFact,
    WordFact,
)
from plenary.deliberation.report_facts import AnalysisDropped, AnalysisNamed, ReportKept
from plenary.deliberation.state import Deliberation
from plenary.deliberation.views import (
    EventView,
    LinkView,
    PromptView,
    StatementView,
    event_view,
    link_view,
    prompt_view,
    statement_view,
)
from plenary.deliberation.vocabulary import (
    GrantId,
    Phase,
    PromptId,
    Role,
    Stage,
    StatementId,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new for one audience: whole views to put in place of those held, and statements to forget."""

    event: EventView | None = None
    prompts: tuple[PromptView, ...] = ()
    statements: tuple[StatementView, ...] = ()
    gone: tuple[StatementId, ...] = ()
    stage: Stage | None = None
    links: tuple[LinkView, ...] = ()

    def __bool__(self) -> bool:
        return self != Changes()


def snapshot(state: Deliberation, role: Role) -> Changes:
    """Everything that the role may see, as changes against nothing: so nothing is gone."""
    return _views(state, role, True, state.prompts, state.statements, True, state.grants)


def changes(state: Deliberation, facts: Iterable[ProgrammeFact], role: Role) -> Changes:
    """What the facts, already in the state, mean for the role. Empty where they are none of its business."""
    touched = Touched()
    for fact in facts:
        touched.note(state, fact)
    if touched.items and SIGHT[role].undecided:
        touched.event = True
    if touched.words and SIGHT[role].undecided:
        # Whoever does not read the queue is not told that anything is looked at twice.
        touched.event = True
        touched.statements.update(dict.fromkeys(state.waiting))
    seen = _views(
        state, role, touched.event, touched.prompts, touched.statements, touched.stage, touched.grants
    )
    gone = tuple(one for one in touched.statements if _has_gone(state, state.statements[one], role))
    return replace(seen, gone=gone)


class Touched:
    """Which parts of the state some facts have touched; dicts, for their order."""

    def __init__(self) -> None:
        self.event = False
        self.prompts: dict[PromptId, None] = {}
        self.statements: dict[StatementId, None] = {}
        self.stage = False
        self.words = False
        self.items = False
        self.grants: dict[GrantId, None] = {}

    def note(self, state: Deliberation, fact: ProgrammeFact) -> None:
        if isinstance(fact, PromptFact):
            self.prompts[fact.prompt] = None
            if isinstance(fact, PromptOpened):
                # A draft is hidden with its statements, so opening it brings them all into view.
                self.statements.update(dict.fromkeys(state.statements_of[fact.prompt]))
            elif isinstance(fact, PromptMoved):
                self.prompts.update((draft.id, None) for draft in state.drafts)
            # They move the time of the next opening, which the event tells.
            self.event = self.event or isinstance(fact, PromptOpened | PromptPlanned)
        elif isinstance(fact, StatementFact):
            # Its other wordings come, go and change their card with it.
            self.statements.update(dict.fromkeys(state.with_wordings(fact.statement)))
        elif isinstance(fact, StageSet):
            self.stage = True
        elif isinstance(fact, WordFact):
            self.words = True
        elif isinstance(fact, ItemFact):
            self.items = True
        elif isinstance(fact, EventCreated | LevelSet | AnnouncementFact | ReportKept):
            self.event = True
        elif isinstance(fact, ParticipantErased):
            # Which of them went now is not told apart from which went before.
            self.statements.update((one.id, None) for one in state.statements.values() if one.is_erased)
        elif isinstance(fact, AnalysisNamed | AnalysisDropped | SeatVacated):
            pass  # read by reports, or by the hub, alone
        elif isinstance(fact, AccessFact):
            self.grants[fact.grant] = None
        else:
            assert_never(fact)


def _views(
    state: Deliberation,
    role: Role,
    event: bool,
    prompts: Iterable[PromptId],
    statements: Iterable[StatementId],
    stage: bool,
    grants: Iterable[GrantId],
) -> Changes:
    return Changes(
        event=event_view(state, role) if event else None,
        prompts=tuple(
            prompt_view(state, state.prompts[one], role) for one in prompts if _sees_prompt(state, one, role)
        ),
        statements=tuple(
            statement_view(state, statement, role)
            for one in statements
            if sees_statement(state, statement := state.statements[one], role)
        ),
        stage=state.stage if stage else None,
        links=tuple(link_view(state.grants[one]) for one in grants) if SIGHT[role].links else (),
    )


def _sees_prompt(state: Deliberation, prompt: PromptId, role: Role) -> bool:
    return SIGHT[role].drafts or state.prompts[prompt].phase is not Phase.DRAFT


def sees_statement(state: Deliberation, statement: Statement, role: Role) -> bool:
    """Whether the role may see the statement at all: most see only what was let through."""
    if statement.is_erased or not (SIGHT[role].undecided or state.is_shown(statement.id)):
        return False
    return _sees_prompt(state, statement.prompt, role)


def _has_gone(state: Deliberation, statement: Statement, role: Role) -> bool:
    return (statement.was_seen or statement.is_erased) and not sees_statement(state, statement, role)
