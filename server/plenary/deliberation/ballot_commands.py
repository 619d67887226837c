"""What participants, and stewards with their paper, can ask: to take part, to vote, and to take a vote back."""

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
class Join:
    """Take part, from a venue or from far away; said again, it moves the participant."""

    participant: ParticipantId
    mode: Mode
    venue: VenueId | None
    language: Language
    operation: Operation
    level: Level = Level.DEVICE
    """What the participant has shown, by the caller's word."""


@dataclass(frozen=True, slots=True)
class CastVote:
    """Answer a statement, or change the answer. A reason goes with a pass; with another answer it says nothing.

    was_counted: a receipt of ours says that this very vote has been counted before; it is offered again.
    """

    participant: ParticipantId
    statement: StatementId
    choice: Choice
    operation: Operation
    reason: PassReason | None = None
    reading: Reading | None = None
    was_counted: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawVote:
    """Take back one's vote on a statement, as if it had never been cast. was_counted: as of `CastVote`."""

    participant: ParticipantId
    statement: StatementId
    operation: Operation
    was_counted: bool = False


@dataclass(frozen=True, slots=True)
class PaperVote:
    """One answer on a paper ballot."""

    statement: StatementId
    choice: Choice


@dataclass(frozen=True, slots=True)
class EnterBallot:
    """Enter somebody's paper ballot. `participant` is made from the number on the paper by the caller.

    again: the ballot may be one that was entered before, and is then corrected.   whole: what it answered before and
    leaves blank now, under the prompts of its votes, is taken back.
    """

    participant: ParticipantId
    venue: VenueId | None
    language: Language
    votes: tuple[PaperVote, ...]
    again: bool
    operation: Operation
    by: GrantId
    whole: bool = False


BallotCommand = Join | CastVote | WithdrawVote | EnterBallot
