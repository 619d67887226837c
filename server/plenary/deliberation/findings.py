"""What an opinion map says beside where people stand: what deserves discussion, what changed, where venues differ."""

from dataclasses import dataclass
from typing import Final

from plenary.deliberation.vocabulary import StatementId, VenueId

REMOTE: Final = VenueId("remote")
"""People far away, wherever they are: one side beside the venues."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to an opinion group since the map before.

    kind: "born", "ended", "merged" or "split".   other: the group it merged into or split from.
    """

    kind: str
    group: str
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a statement deserves discussion.

    code: "passes" (share of the votes that are passes), "torn" (people contradict one another within their own groups:
    share on the smaller side), "venues" (`venue` judges it otherwise than the rest: size of the difference) or
    "undecided" (too few votes to tell whether it divides: width of the interval).
    """

    code: str
    share: float
    venue: VenueId | None = None


@dataclass(frozen=True, slots=True)
class SlateEntry:
    """One of the few statements that together leave no large like-minded part of the people out.

    speaks_for: people who agree, or are expected to.   newly: of them, those for whom no earlier entry speaks.
    """

    statement: StatementId
    speaks_for: int
    newly: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A statement that was judged otherwise in the last minutes than before.

    votes: cast in those minutes.   before, after: shares that agree, 0-1.   low, high: 80 % interval of the difference
    within opinion groups.
    """

    statement: StatementId
    votes: int
    before: float
    after: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class VenueGap:
    """A statement on which one venue differs from everybody else, beyond what chance and its mix of groups explain.

    share, others: who agree there and everywhere else, 0-1.   difference: within opinion groups, -1 .. 1.
    """

    statement: StatementId
    venue: VenueId
    share: float
    others: float
    difference: float


@dataclass(frozen=True, slots=True)
class Brigade:
    """Ballots that are the same, or nearly: they weigh as one person in the map. A sign, not a proof; for desks only.

    people: how many.   votes: on each.   is_identical: whether all of them are exactly the same.
    """

    people: int
    votes: int
    is_identical: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """Who has voted from one place; for desks only. place: a venue or REMOTE; None for a room that is no venue.

    people: with a vote on the prompt; 0 where they are too few to be told, or would tell of another place.
    votes: theirs, the last on each statement.
    """

    place: VenueId | None
    people: int = 0
    votes: int = 0
