"""What goes when a participant has themselves erased: of each fact, the form that says nothing of who they were.

What they voted stays counted, as somebody's; statements that people have seen stay, as nobody's. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.facts import (
    AuthorBanned,
    ProgrammeFact,
    SeatVacated,
    StatementRejected,
    StatementReworded,
    StatementSubmitted,
    StatementTranslated,
)
from plenary.deliberation.identity import erasure_mark
from plenary.deliberation.vocabulary import Language, ParticipantId, StatementId

NOBODY: Final = ParticipantId("erased")
"""The author of every statement whose author is erased."""

UNTOLD: Final = Language("und")


@dataclass(frozen=True, slots=True)
class Erasure:
    """Whom to erase, and what of theirs.

    pseudonym: under which their votes stay counted; random, so that nothing leads from one to the other.
    unseen: their statements that nobody but moderators was ever shown: of these the words go too.
    """

    participant: ParticipantId
    pseudonym: ParticipantId
    unseen: frozenset[StatementId]

    @property
    def mark(self) -> str:
        return erasure_mark(self.participant)

    def programme_fact(self, fact: ProgrammeFact) -> ProgrammeFact:
        """The fact as it stays; the same where it tells nothing of them."""
        match fact:
            case SeatVacated(participant=participant) if participant == self.participant:
                return replace(fact, participant=self.pseudonym)
            case StatementSubmitted(author=author) if author == self.participant:
                if fact.statement in self.unseen:
                    return replace(fact, author=NOBODY, text="", language=UNTOLD)
                return replace(fact, author=NOBODY)
            case StatementReworded() | StatementTranslated() if fact.statement in self.unseen:
                return replace(fact, text="")
            case StatementRejected() | AuthorBanned() if fact.statement in self.unseen:
                # A reason may quote what it is about.
                return replace(fact, reason="")
            case _:
                return fact

    def ballot(self, facts: Sequence[BallotFact]) -> list[BallotFact]:
        """All that they said, under the pseudonym; which of two devices had said the later word stays told."""
        devices = sorted({fact.operation.device for fact in facts})
        place = {device: str(number) for number, device in enumerate(devices)}
        return [self._said(fact, place) for fact in facts]

    def _said(self, fact: BallotFact, place: dict[str, str]) -> BallotFact:
        operation = replace(fact.operation, device=place[fact.operation.device])
        match fact:
            case ParticipantJoined():
                return replace(fact, participant=self.pseudonym, operation=operation, language=UNTOLD)
            case VoteCast():
                return replace(fact, participant=self.pseudonym, operation=operation, reading=None)
            case VoteWithdrawn():
                return replace(fact, participant=self.pseudonym, operation=operation)
