"""Counts last votes from facts alone, without the rules' state: a second look at what a live event has counted."""

from collections import Counter
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
        self._item: ItemId | None = None
        self._counts: dict[StatementId, list[int]] = {}
        self._decisions: Counter[StatementId] = Counter()
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
            case StatementSubmitted(statement=statement):
                self._counts[statement] = [0, 0, 0]
            case StatementShown() | StatementRejected() | StatementMerged() | DecisionUndone():
                self._decisions[fact.statement] += 1
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
                return prompt in self._prompts and (before is None or before in self._prompts)
            case StatementMerged(statement=statement, into=into):
                return statement in self._counts and into in self._counts
            case StatementSubmitted(statement=statement, prompt=prompt):
                return prompt in self._prompts and statement not in self._counts
            case DecisionUndone(statement=statement, decision=decision):
                return 0 < decision <= self._decisions[statement]
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
