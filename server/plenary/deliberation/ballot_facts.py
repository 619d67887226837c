"""What participants have said of themselves and of statements.

These facts are many and commute: folding them in any order, once or twice, gives the same ballots.
"""

from dataclasses import dataclass

from plenary.deliberation.vocabulary import (
    Choice,
    GrantId,
    Language,
    Level,
    Mode,
    Operation,
    ParticipantId,
    PassReason,
    Reading,
    StatementId,
    VenueId,
)


@dataclass(frozen=True, slots=True)
class ParticipantJoined:
    """Takes part. `entered_by` is the steward who entered their ballot from paper; nobody for a device of their own."""

    participant: ParticipantId
    mode: Mode
    venue: VenueId | None
    language: Language
    operation: Operation
    entered_by: GrantId | None = None
    level: Level = Level.DEVICE
    """What they had shown of themselves when they joined."""


@dataclass(frozen=True, slots=True)
class VoteCast:
    """`reading`: the translation in which the statement was read; None for the original."""

    participant: ParticipantId
    statement: StatementId
    choice: Choice
    operation: Operation
    reason: PassReason | None = None
    """Only with a pass."""
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class VoteWithdrawn:
    """The vote is taken back: none counts there but one with a higher operation, whenever the others come in."""

    participant: ParticipantId
    statement: StatementId
    operation: Operation


BallotFact = ParticipantJoined | VoteCast | VoteWithdrawn
