"""Counts last votes from facts alone, without the rules' state: a second look at what a live event has counted."""

from typing import Final

from plenary.deliberation.ballot_facts import ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.facts import (
    AccessGranted,
    AccessRevoked,
    AuthorBanned,
    BanLifted,
    DecisionUndone,
    EventCreated,
    Fact,
    ItemBegun,
    ItemEnded,
    PremoderationSet,
    PromptClosed,
    PromptDrafted,
    PromptMoved,
    PromptOpened,
    PromptPlanned,
    PromptReworded,
    PromptTranslated,
    StageSet,
    StatementMerged,
    StatementRejected,
    StatementReworded,
    StatementShown,
    StatementSubmitted,
    StatementTranslated,
    SwitchesSet,
)
from plenary.deliberation.report_facts import AnalysisNamed, ReportKept
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    ItemId,
    Operation,
    ParticipantId,
    PromptId,
    StatementId,
    VenueId,
)

PLACE: Final = {Choice.AGREE: 0, Choice.DISAGREE: 1, Choice.PASS: 2}


class Tallies:
    """The tally of every statement, brought forward fact by fact."""

    def __init__(self) -> None:
        self.title = ""
        self.votes = 0
        self.people: set[ParticipantId] = set()
        self._is_begun = False
        self._reports = 0
        self._grants: set[GrantId] = set()
        self._venues: set[VenueId] = set()
        self._prompts: set[PromptId] = set()
        self._opened: set[PromptId] = set()
        self._item: ItemId | None = None
        self._counts: dict[StatementId, list[int]] = {}
        self._prompt_of: dict[StatementId, PromptId] = {}
        # For each decision on a statement, into which other one that statement is merged since.
        self._decisions: dict[StatementId, list[StatementId | None]] = {}
        self._last: dict[tuple[ParticipantId, StatementId], tuple[Operation, Choice | None]] = {}

    def take(self, fact: Fact, code: EventCode) -> bool:
        """Count the fact; False if it cannot be: it speaks of what is not there, or begins another event."""
        if not self._stands(fact, code):
            return False
        match fact:
            case EventCreated(title=title, venues=venues):
                self._is_begun = True
                self.title = title
                self._venues = {venue.id for venue in venues}
            case AccessGranted(grant=grant):
                self._grants.add(grant)
            case PromptDrafted(prompt=prompt):
                self._prompts.add(prompt)
            case PromptOpened(prompt=prompt):
                self._opened.add(prompt)
            case StatementSubmitted(statement=statement, prompt=prompt):
                self._counts[statement] = [0, 0, 0]
                self._prompt_of[statement] = prompt
                self._decisions[statement] = []
            case StatementShown() | StatementRejected():
                self._decisions[fact.statement].append(None)
            case StatementMerged(statement=statement, into=into):
                self._decisions[statement].append(into)
            case DecisionUndone(statement=statement, decision=decision):
                self._decisions[statement].append(self._before(statement, decision))
            case ParticipantJoined(participant=participant):
                self.people.add(participant)
            case VoteCast():
                self._say(fact, fact.choice)
            case VoteWithdrawn():
                self._say(fact, None)
            case ReportKept():
                self._reports += 1
            case ItemBegun(item=item):
                self._item = item
            case ItemEnded():
                self._item = None
            case _:
                pass
        return True

    def _stands(self, fact: Fact, code: EventCode) -> bool:
        match fact:
            case EventCreated():
                return not self._is_begun and fact.code == code
            case AccessRevoked(grant=grant):
                return grant in self._grants
            case PromptDrafted(prompt=prompt):
                return self._is_begun and prompt not in self._prompts
            case (
                PromptReworded(prompt=prompt)
                | PromptOpened(prompt=prompt)
                | PromptClosed(prompt=prompt)
                | SwitchesSet(prompt=prompt)
                | PremoderationSet(prompt=prompt)
                | PromptPlanned(prompt=prompt)
                | PromptTranslated(prompt=prompt)
            ):
                return prompt in self._prompts
            case PromptMoved(prompt=prompt, before=before):
                drafts = self._prompts - self._opened
                return prompt in drafts and (before is None or before in drafts - {prompt})
            case StatementMerged(statement=statement, into=into):
                return self._can_merge(statement, into)
            case StatementSubmitted(statement=statement, prompt=prompt):
                return prompt in self._prompts and statement not in self._counts
            case DecisionUndone(statement=statement, decision=decision):
                if not 0 < decision <= len(self._decisions.get(statement, ())):
                    return False
                back_into = self._before(statement, decision)
                return back_into is None or self._can_merge(statement, back_into)
            case (
                StatementShown(statement=statement)
                | StatementRejected(statement=statement)
                | StatementReworded(statement=statement)
                | StatementTranslated(statement=statement)
                | AuthorBanned(statement=statement)
                | BanLifted(statement=statement)
                | VoteCast(statement=statement)
                | VoteWithdrawn(statement=statement)
            ):
                return statement in self._counts
            case StageSet(stage=stage):
                return (stage.prompt is None or stage.prompt in self._prompts) and (
                    stage.statement is None or stage.statement in self._counts
                )
            case ItemEnded(item=item):
                return item == self._item
            case AnalysisNamed(selection=selection):
                return selection.venue is None or selection.venue in self._venues
            case ReportKept(number=number):
                return number == self._reports + 1
            case _:
                return self._is_begun

    def _before(self, statement: StatementId, decision: int) -> StatementId | None:
        """Into what the statement was merged before its decision of that number (from 1)."""
        return self._decisions[statement][decision - 2] if decision > 1 else None

    def _can_merge(self, statement: StatementId, into: StatementId) -> bool:
        """Whether both answer one prompt, and the second is not merged into the first itself."""
        if statement not in self._counts or self._prompt_of[statement] != self._prompt_of.get(into):
            return False
        ends_in: StatementId | None = into
        while ends_in is not None and ends_in != statement:
            decided = self._decisions[ends_in]
            ends_in = decided[-1] if decided else None
        return ends_in is None

    def _say(self, fact: VoteCast | VoteWithdrawn, choice: Choice | None) -> None:
        cell = (fact.participant, fact.statement)
        before = self._last.get(cell)
        if before is not None and before[0] >= fact.operation:
            return
        counts = self._counts[fact.statement]
        for answer, more in ((before[1] if before else None, -1), (choice, 1)):
            if answer is not None:
                counts[PLACE[answer]] += more
                self.votes += more
        self._last[cell] = (fact.operation, choice)

    def rows(self) -> list[tuple[str, int, int, int]]:
        """Statement, agree, disagree, pass: people by their last vote, sorted by statement."""
        return sorted((one, counts[0], counts[1], counts[2]) for one, counts in self._counts.items())
