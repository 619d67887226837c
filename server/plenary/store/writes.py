"""What a store is asked to write, and which of it goes through: decided here, whatever the medium."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from plenary.deliberation.erasing import Erasure
from plenary.deliberation.vocabulary import EventCode, ParticipantId
from plenary.store.ports import Conflict, EventExists, EventUnknown, Heads, Position
from plenary.store.records import Chain, Envelope, Row, Stream, new_epoch


class Draft(NamedTuple):
    """A fact on its way in, and whose it is if it belongs to a ballot."""

    envelope: Envelope
    participant: ParticipantId | None


@dataclass(frozen=True, slots=True)
class Create:
    """Begin an event."""

    code: EventCode
    drafts: Sequence[Draft]
    at_ms: int


@dataclass(frozen=True, slots=True)
class Append:
    """Put facts on one stream, if the programme is where they were decided."""

    code: EventCode
    stream: Stream
    drafts: Sequence[Draft]
    decided_on: Position
    at_ms: int


@dataclass(frozen=True, slots=True)
class BringIn:
    """Put an archive's records on as they are, if the event is where they go on: with the first of them it begins."""

    code: EventCode
    rows: Sequence[tuple[Stream, Row, ParticipantId | None]]
    before: tuple[Chain, Chain]
    """The programme's and the ballots', as is `after`."""
    after: tuple[Chain, Chain]


@dataclass(frozen=True, slots=True)
class RenewEpoch:
    """Go on in a new epoch."""

    code: EventCode


@dataclass(frozen=True, slots=True)
class Forget:
    """Take the event away with all its records."""

    code: EventCode


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase a participant, if the programme is where that was decided."""

    code: EventCode
    erasure: Erasure
    decided_on: Position
    at_ms: int


Write = Create | Append | BringIn | RenewEpoch | Forget
"""What can go down in a batch with others."""


def runs(writes: Sequence[Write | Erase]) -> Iterator[list[Write] | Erase]:
    """The writes in their order, in as few batches as may be: an erasure reads first, so it goes by itself."""
    batch: list[Write] = []
    for write in writes:
        if isinstance(write, Erase):
            if batch:
                yield batch
            batch = []
            yield write
        else:
            batch.append(write)
    if batch:
        yield batch


@dataclass(slots=True)
class EventHead:
    """How far an event's two streams have come, and what their next records stand on."""

    epoch: str
    programme: Chain
    ballots: Chain

    @classmethod
    def begin(cls, code: EventCode) -> "EventHead":
        """An event without records, in an epoch of its own."""
        return cls(new_epoch(), Chain.begin(code, Stream.PROGRAMME), Chain.begin(code, Stream.BALLOTS))

    @property
    def heads(self) -> Heads:
        code = self.programme.code
        return Heads(code, Position(self.epoch, self.programme.number), self.ballots.number)


class Batch:
    """Writes that go down together: each is taken or left out on its own, and none waits for another.

    find: the event's head before the batch, or None. Afterwards `heads` holds the events that were asked
    for as they are to be, `rows` the new records: event, stream, record and participant; and `forgotten` the events
    that are to be taken away.
    """

    def __init__(self, find: Callable[[EventCode], EventHead | None]) -> None:
        self._find = find
        self.heads: dict[EventCode, EventHead] = {}
        self.rows: list[tuple[EventCode, Stream, Row, ParticipantId | None]] = []
        self.forgotten: set[EventCode] = set()

    def take(self, write: Write) -> Heads | Exception:
        """The event's heads after the write; or why it is left out: EventExists, EventUnknown, Conflict."""
        if write.code in self.forgotten:
            # As if it had come before the forgetting, and been told so: the next batch knows better.
            return EventExists(write.code) if isinstance(write, Create) else EventUnknown(write.code)
        head = self._head(write.code)
        if isinstance(write, BringIn):
            return self._bring_in(head or EventHead.begin(write.code), write)
        if isinstance(write, Create):
            if head is not None:
                return EventExists(write.code)
            head = self.heads[write.code] = EventHead.begin(write.code)
            return self._add(head, head.programme, write)
        if head is None:
            return EventUnknown(write.code)
        if isinstance(write, Forget):
            return self._forget(write.code, head)
        if isinstance(write, RenewEpoch):
            head.epoch = new_epoch()
            return head.heads
        if head.heads.programme != write.decided_on:
            return Conflict(write.decided_on, head.heads.programme)
        return self._add(head, head.programme if write.stream is Stream.PROGRAMME else head.ballots, write)

    def _bring_in(self, head: EventHead, write: BringIn) -> Heads | Exception:
        if (head.programme, head.ballots) != write.before:
            return EventExists(write.code)
        programme, ballots = (replace(chain) for chain in write.after)
        head = self.heads[write.code] = EventHead(head.epoch, programme, ballots)
        self.rows += [(write.code, *row) for row in write.rows]
        return head.heads

    def _head(self, code: EventCode) -> EventHead | None:
        if code not in self.heads and (found := self._find(code)) is not None:
            self.heads[code] = found
        return self.heads.get(code)

    def _forget(self, code: EventCode, head: EventHead) -> Heads:
        self.forgotten.add(code)
        del self.heads[code]
        self.rows = [row for row in self.rows if row[0] != code]
        return head.heads

    def _add(self, head: EventHead, chain: Chain, write: Create | Append) -> Heads:
        for draft in write.drafts:
            row = chain.add(draft.envelope, write.at_ms)
            self.rows.append((write.code, chain.stream, row, draft.participant))
        return head.heads
