"""What a deliberation's state is made of: prompts, statements, role links and ballots, as they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.erasing import NOBODY
from plenary.deliberation.facts import AccessGranted
from plenary.deliberation.vocabulary import (
    GrantId,
    Language,
    Operation,
    ParticipantId,
    Phase,
    Plan,
    PromptId,
    RejectionReason,
    Standing,
    StatementId,
    Switches,
)


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in another language than it was written in. Without a text it has been taken back.

    by: who gave this version; nobody for a translation service.
    """

    language: Language
    text: str
    version: int
    by: GrantId | None


def translation_in(translations: Iterable[Translation], language: Language) -> Translation | None:
    """The one in that language, if there ever was one."""
    return next((one for one in translations if one.language == language), None)


def with_translation(translations: Iterable[Translation], newest: Translation) -> tuple[Translation, ...]:
    """The latest of each language, in the order of the first ones."""
    return tuple(({one.language: one for one in translations} | {newest.language: newest}).values())


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked. `number` is its place in the run of show, from 1; once opened, it stays.

    premoderated: whether statements wait for a moderator; None as in the event.
    """

    id: PromptId
    number: int
    text: str
    phase: Phase = Phase.DRAFT
    switches: Switches = field(default_factory=Switches)
    premoderated: bool | None = None
    plan: Plan = field(default_factory=Plan)
    translations: tuple[Translation, ...] = ()
    """The latest version of each, in the order of the first ones."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One moderation decision. `into`: what the statement was merged into; `undoes`: the decision taken back.

    reason, because: as of `StatementRejected`.
    """

    standing: Standing
    reason: str = ""
    undoes: int | None = None
    into: StatementId | None = None
    because: RejectionReason | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer to a prompt. `number` counts an event's statements from 1 in the order they came in."""

    id: StatementId
    number: int
    prompt: PromptId
    text: str
    language: Language
    author: ParticipantId | None
    decisions: tuple[Decision, ...] = ()
    translations: tuple[Translation, ...] = ()
    """The latest version of each, in the order of the first ones."""
    ban: str | None = None
    """Why its author is banned over it; None where they are not."""

    @property
    def standing(self) -> Standing:
        return self.decisions[-1].standing if self.decisions else Standing.WAITING

    @property
    def reason(self) -> str:
        return self.decisions[-1].reason if self.decisions else ""

    @property
    def because(self) -> RejectionReason | None:
        return self.decisions[-1].because if self.decisions else None

    @property
    def into(self) -> StatementId | None:
        """What the statement is another wording of; None where it stands for itself."""
        return self.decisions[-1].into if self.decisions else None

    @property
    def is_erased(self) -> bool:
        """Whether its author had it erased before anybody was shown it: then it has no words any more."""
        return self.author == NOBODY and self.text == ""

    @property
    def was_seen(self) -> bool:
        """Whether people have ever been shown it."""
        return any(one.standing in (Standing.SHOWN, Standing.MERGED) for one in self.decisions)

    def before(self, decision: int) -> Decision:
        """How the statement stood before its decision of that number (from 1)."""
        return self.decisions[decision - 2] if decision > 1 else Decision(Standing.WAITING)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role link: who may use it is whoever holds the secret behind the digest."""

    id: GrantId
    access: AccessGranted
    revoked: bool = False


@dataclass(slots=True)
class Ballot:
    """What one participant has said so far: how they take part, and their last word on each statement.

    A word is a vote, or that there is none any more: no statement is both in `votes` and in `withdrawn`.
    """

    joined: ParticipantJoined | None = None
    votes: dict[StatementId, VoteCast] = field(default_factory=dict)
    withdrawn: dict[StatementId, VoteWithdrawn] = field(default_factory=dict)

    def apply(self, fact: BallotFact) -> None:
        """Bring the ballot forward; of two facts on one thing the one with the higher operation stays."""
        match fact:
            case ParticipantJoined():
                if self.joined is None or fact.operation > self.joined.operation:
                    self.joined = fact
            case VoteCast():
                if self._is_news(fact):
                    self.votes[fact.statement] = fact
                    self.withdrawn.pop(fact.statement, None)
            case VoteWithdrawn():
                if self._is_news(fact):
                    self.withdrawn[fact.statement] = fact
                    self.votes.pop(fact.statement, None)
            case _:
                assert_never(fact)

    def last_word(self, statement: StatementId) -> VoteCast | VoteWithdrawn | None:
        """What the participant has said of the statement last; None where nothing."""
        return self.votes.get(statement) or self.withdrawn.get(statement)

    def _is_news(self, fact: VoteCast | VoteWithdrawn) -> bool:
        last = self.last_word(fact.statement)
        return last is None or fact.operation > last.operation

    @property
    def highest_counter(self) -> int:
        """The highest operation counter used on this ballot; 0 where there is none."""
        operations: list[Operation] = [vote.operation for vote in self.votes.values()]
        operations += [word.operation for word in self.withdrawn.values()]
        if self.joined is not None:
            operations.append(self.joined.operation)
        return max((operation.counter for operation in operations), default=0)
