"""What Plenary asks of a store, and what a store promises. Every store passes one contract suite.

Promises, whichever store it is:

1. When `append` returns, its records are durable: they outlive the death of any process and a power cut.
2. An append is whole or absent, and a stream has no gaps: its records are numbered 1, 2, 3 ...
3. An append that was decided on an older programme is refused (`Conflict`) and leaves nothing behind.
4. Records are never changed, except that of some only what tells nothing of an erased participant is left (`erase`),
   and taken away only with their whole event (`forget`); each carries a hash over itself and its predecessor's, and
   keeps it.
5. A position is (epoch, number). If a store has to go on from less than it once acknowledged, its epoch is
   new.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.erasing import Erasure
from plenary.deliberation.facts import EventCreated, ProgrammeFact
from plenary.deliberation.opinion import Posting
from plenary.deliberation.seats import Seat
from plenary.deliberation.vocabulary import EventCode, Mode, ParticipantId, PromptId, StatementId, VenueId


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an event's programme: after its `number`-th fact, counted in that epoch."""

    epoch: str
    number: int


@dataclass(frozen=True, slots=True)
class ProgrammeRecord:
    """A programme fact as it is kept. `number` counts from 1; `at_ms` is for people, never for order."""

    number: int
    at_ms: int
    fact: ProgrammeFact
    hash: bytes


@dataclass(frozen=True, slots=True)
class BallotRecord:
    """A ballot fact as it is kept. `number` counts from 1 within the event's ballots."""

    number: int
    at_ms: int
    fact: BallotFact
    hash: bytes


@dataclass(frozen=True, slots=True)
class Heads:
    """How far an event's two streams have come."""

    code: EventCode
    programme: Position
    ballots: int


class Conflict(Exception):
    """The programme has moved past the position that the append was decided on. Catch up and decide again."""


class EventUnknown(Exception):
    """No event has this code."""


class EventExists(Exception):
    """An event has this code already."""


class StoreUnavailable(Exception):
    """The medium does not serve (disk full, gone, closed). Nobody is told what was to be appended.

    It is not in the store; or, where the medium is across a network, it may be, whole: its answer was lost.
    """


class RecordDamaged(Exception):
    """A record is not what was once kept: bytes, hash or place have changed. Any read may raise it."""

    def __init__(self, code: EventCode, stream: str, number: int) -> None:
        super().__init__(code, stream, number)
        self.code = code
        self.stream = stream
        self.number = number

    def __str__(self) -> str:
        return f"record {self.number} of the {self.stream} of event {self.code} is damaged"


class FactLog(Protocol):
    """The programme of every event, and the way in for both kinds of facts."""

    async def create(self, facts: Sequence[ProgrammeFact], at_ms: int) -> Position:
        """Begin an event. The first fact is its EventCreated. Raises EventExists, StoreUnavailable."""

    async def append(
        self, code: EventCode, facts: Sequence[ProgrammeFact], decided_on: Position, at_ms: int
    ) -> Position:
        """Keep programme facts; returns the position after them.

        Raises Conflict, EventUnknown, StoreUnavailable.
        """

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        """Keep ballot facts, decided on that programme; returns the number of the last of them.

        Also of none: when it returns, what has been read before is durable. Reading alone may give what is not yet.
        Raises Conflict, EventUnknown, StoreUnavailable.
        """

    async def forget(self, code: EventCode) -> int:
        """Take away the event with all its records, as if it had never been; returns how many there were.

        For rehearsals: nothing of another event changes. Raises EventUnknown, StoreUnavailable.
        """

    async def erase(self, code: EventCode, erasure: Erasure, decided_on: Position, at_ms: int) -> Position:
        """Leave of all that the participant said what `erasure` does, and keep that they were erased.

        What is gone is then nowhere in the store's files, as far as the medium lets itself be told; it may take a
        moment longer than the call. Returns the position after the ParticipantErased. Raises Conflict, EventUnknown,
        RecordDamaged, StoreUnavailable; and then nothing is gone.
        """

    async def programme(self, code: EventCode, after: int = 0) -> tuple[Position, list[ProgrammeRecord]]:
        """The records numbered above `after`, in order, and the head they lead to. Raises EventUnknown."""

    async def heads(self) -> list[Heads]:
        """Every event's streams, by code."""

    def follow(self) -> AsyncIterator[EventCode]:
        """The events whose programme has moved since the call; one that moves often while nobody looks comes once.

        It may also name an event that has not moved: where moves may have been missed, all are named.
        """


class Ballots(Protocol):
    """What participants have said, as kept by `FactLog.append_ballots`. All raise EventUnknown."""

    async def of_participant(self, code: EventCode, participant: ParticipantId) -> list[BallotRecord]:
        """Everything one participant has said, oldest first."""

    async def since(self, code: EventCode, after: int, limit: int = 10_000) -> list[BallotRecord]:
        """Up to `limit` records numbered above `after`, in order."""

    async def counts(self, code: EventCode) -> tuple[int, int]:
        """How many people have joined, and how many votes are recorded, changes of mind included."""


@dataclass(frozen=True, slots=True)
class Lease:
    """An analyst's turn with an event; each holder's `fence` is higher than that of the one before."""

    analyst: str
    fence: int


class Fenced(Exception):
    """Another analyst has the event by now: what was worked out under the old lease is not wanted."""


class Leases(Protocol):
    """Shares the events out among however many analysts there are."""

    async def share(self, analyst: str, codes: Sequence[EventCode]) -> dict[EventCode, Lease]:
        """Those of the events that are this analyst's until it has not called for two seconds, or the shares change.

        The call says that the analyst is alive, and gives back what is another's share now. Raises StoreUnavailable.
        """

    async def leave(self, analyst: str) -> None:
        """Give everything back at once. Raises StoreUnavailable."""


class SoleAnalyst:
    """The Leases of a process whose analyst is alone: everything is its own."""

    async def share(self, analyst: str, codes: Sequence[EventCode]) -> dict[EventCode, Lease]:
        return {code: Lease(analyst, 1) for code in codes}

    async def leave(self, analyst: str) -> None:
        return None


Crowd = Mapping[tuple[Mode, VenueId | None], int]
"""How many people take part from where."""


@dataclass(frozen=True, slots=True)
class Moderator:
    """Somebody at a desk. `colour` tells those present apart, from 0.

    statement: the one that they are on; the claim on it began at `since_ms`, ends at `until_ms`, and was taken over
    from others `turns` times.
    """

    device: str
    name: str
    colour: int
    statement: StatementId | None = None
    since_ms: int = 0
    until_ms: int = 0
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is connected to a hub, of one event."""

    crowd: Crowd = field(default_factory=dict)
    moderators: tuple[Moderator, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """What hubs know of each other. hubs: how many there are. elsewhere: who is connected to the others, by event."""

    hubs: int
    elsewhere: Mapping[EventCode, Presence]


class Neighbours(Protocol):
    """The other hubs of the same events."""

    async def meet(self, hub: str, here: Mapping[EventCode, Presence]) -> Meeting:
        """Say who is connected here, and learn who is elsewhere. Raises StoreUnavailable."""

    async def share_keys(self, keys: frozenset[bytes]) -> frozenset[bytes]:
        """Give the keys of receipts that are known here, and learn all that are known. Raises StoreUnavailable."""


class NoNeighbours:
    """The Neighbours of a hub that is alone."""

    async def share_keys(self, keys: frozenset[bytes]) -> frozenset[bytes]:
        return keys

    async def meet(self, hub: str, here: Mapping[EventCode, Presence]) -> Meeting:
        return Meeting(1, {})


class Seats(Protocol):
    """Who may vote in events that ask for a proof. Beside the log and no part of it: a seat can be taken away whole."""

    async def seat(self, code: EventCode, key: str) -> Seat | None:
        """The seat with that ticket, recovery code or holder (digests). Raises StoreUnavailable."""

    async def seat_for(self, code: EventCode, subject: str) -> Seat | None:
        """The seat that was made for the subject. Raises StoreUnavailable."""

    async def seats(self, code: EventCode) -> list[Seat]:
        """All seats of the event, those with numbers first, in their order. Raises StoreUnavailable."""

    async def put(self, code: EventCode, changes: Sequence[tuple[Seat | None, Seat | None]]) -> bool:
        """Put each second seat in the first one's place, durably; None for a new one, or for one to take away.

        With no changes, what has been read before is durable when it returns.
        False, and nothing is changed, where one of the first is not as it stands now. Raises StoreUnavailable.
        """

    async def seat_secret(self, code: EventCode) -> bytes:
        """32 random bytes, the event's own, for keyed digests of addresses; made once. Raises StoreUnavailable."""

    async def forget_seats(self, code: EventCode) -> int:
        """Take away all seats of the event and its secret; returns how many seats there were."""


class NoSeats:
    """The Seats of a hub none of whose events asks for a proof."""

    async def seat(self, code: EventCode, key: str) -> Seat | None:
        return None

    async def seat_for(self, code: EventCode, subject: str) -> Seat | None:
        return None

    async def seats(self, code: EventCode) -> list[Seat]:
        return []

    async def put(self, code: EventCode, changes: Sequence[tuple[Seat | None, Seat | None]]) -> bool:
        raise StoreUnavailable("this server keeps no seats")

    async def seat_secret(self, code: EventCode) -> bytes:
        raise StoreUnavailable("this server keeps no seats")

    async def forget_seats(self, code: EventCode) -> int:
        return 0


class Bulletin(Protocol):
    """Where the analyst posts. At most once, latest wins: a missed posting costs nothing, the next comes."""

    async def post(self, code: EventCode, posting: Posting, lease: Lease | None = None) -> None:
        """Make this the posting of its prompt. Raises Fenced where the lease has gone to another."""

    async def latest(self, code: EventCode) -> dict[PromptId, Posting]:
        """The last posting of each prompt."""

    async def forget(self, code: EventCode) -> None:
        """Take away what was posted of the event."""

    def follow(self) -> AsyncIterator[tuple[EventCode, Posting]]:
        """What is posted from now on; a follower that lags gets the latest of each prompt only.

        Following begins at the call, not at the first item taken.
        """


def event_of(facts: Sequence[ProgrammeFact]) -> EventCreated:
    """The EventCreated that a new event's facts begin with. Raises ValueError if they do not."""
    if not facts or not isinstance(facts[0], EventCreated):
        raise ValueError("an event begins with EventCreated")
    return facts[0]
