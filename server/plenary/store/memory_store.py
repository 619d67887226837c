"""A store in memory, for tests and trials: it keeps every promise but the first."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast
from plenary.deliberation.erasing import Erasure
from plenary.deliberation.facts import ParticipantErased, ProgrammeFact
from plenary.deliberation.vocabulary import EventCode, ParticipantId
from plenary.store.erasing import to_erase
from plenary.store.following import Follower, Followers
from plenary.store.ports import (
    BallotRecord,
    Conflict,
    EventExists,
    EventUnknown,
    Heads,
    Position,
    ProgrammeRecord,
    StoreUnavailable,
    event_of,
)
from plenary.store.records import Chain, Row, Stream, new_epoch, seal, unseal


class KeptEvent:
    """One event's two streams."""

    def __init__(self, code: EventCode) -> None:
        self.code = code
        self.epoch = new_epoch()
        self.erased: dict[tuple[Stream, int], Row] = {}
        self.programme: list[ProgrammeRecord] = []
        self.ballots: list[BallotRecord] = []
        self.programme_chain = Chain.begin(code, Stream.PROGRAMME)
        self.ballots_chain = Chain.begin(code, Stream.BALLOTS)

    @property
    def head(self) -> Position:
        return Position(self.epoch, len(self.programme))

    def rows(self, stream: Stream) -> list[Row]:
        """The stream's records in the form in which other stores keep them."""
        records = self.programme if stream is Stream.PROGRAMME else self.ballots
        return [
            self.erased.get((stream, one.number)) or Row(one.number, one.at_ms, *seal(one.fact), one.hash)
            for one in records
        ]

    def chain_before(self, number: int) -> Chain:
        """What the ballots' record of that number goes on."""
        chain = Chain.begin(self.code, Stream.BALLOTS)
        return chain if number == 1 else replace(chain, number=number - 1, hash=self.ballots[number - 2].hash)

    def leave(self, stream: Stream, row: Row) -> None:
        """Only this is left of the record."""
        self.erased[stream, row.number] = row
        fact = unseal(row.kind, row.form, row.body)
        if isinstance(fact, BallotFact):
            self.ballots[row.number - 1] = BallotRecord(row.number, row.at_ms, fact, row.hash)
        else:
            self.programme[row.number - 1] = ProgrammeRecord(row.number, row.at_ms, fact, row.hash)

    def add_programme(self, facts: Sequence[ProgrammeFact], at_ms: int) -> None:
        for fact in facts:
            row = self.programme_chain.add(seal(fact), at_ms)
            self.programme.append(ProgrammeRecord(row.number, at_ms, fact, row.hash))

    def add_ballots(self, facts: Sequence[BallotFact], at_ms: int) -> None:
        for fact in facts:
            row = self.ballots_chain.add(seal(fact), at_ms)
            self.ballots.append(BallotRecord(row.number, at_ms, fact, row.hash))


class MemoryStore:
    """A FactLog and Ballots in memory. With `available` set to False, it keeps nothing more."""

    def __init__(self) -> None:
        self.available = True
        self._events: dict[EventCode, KeptEvent] = {}
        self._moves = Followers[EventCode, EventCode]()

    async def create(self, facts: Sequence[ProgrammeFact], at_ms: int) -> Position:
        code = event_of(facts).code
        await self._medium()
        if code in self._events:
            raise EventExists(code)
        kept = self._events[code] = KeptEvent(code)
        kept.add_programme(facts, at_ms)
        return kept.head

    async def append(
        self, code: EventCode, facts: Sequence[ProgrammeFact], decided_on: Position, at_ms: int
    ) -> Position:
        await self._medium()
        kept = self._decided(code, decided_on)
        kept.add_programme(facts, at_ms)
        self._moves.tell(code, code)
        return kept.head

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        await self._medium()
        kept = self._decided(code, decided_on)
        kept.add_ballots(facts, at_ms)
        return len(kept.ballots)

    async def renew_epoch(self, code: EventCode) -> Position:
        await self._medium()
        kept = self._event(code)
        kept.epoch = new_epoch()
        self._moves.tell(code, code)
        return kept.head

    async def erase(self, code: EventCode, erasure: Erasure, decided_on: Position, at_ms: int) -> Position:
        await self._medium()
        kept = self._decided(code, decided_on)
        ballots = kept.rows(Stream.BALLOTS)
        own = [
            (kept.chain_before(row.number), row)
            for row, record in zip(ballots, kept.ballots, strict=True)
            if record.fact.participant == erasure.participant
        ]
        before = [(stream, row.number, row.body) for (stream, _), row in kept.erased.items()]
        found = to_erase(code, erasure, kept.rows(Stream.PROGRAMME), own, before)
        for stream, row in found.rows:
            kept.leave(stream, row)
        fact = unseal(*found.envelope)
        assert isinstance(fact, ParticipantErased)
        kept.add_programme([fact], at_ms)
        self._moves.tell(code, code)
        return kept.head

    async def forget(self, code: EventCode) -> int:
        await self._medium()
        kept = self._event(code)
        del self._events[code]
        self._moves.tell(code, code)
        return len(kept.programme) + len(kept.ballots)

    async def programme(self, code: EventCode, after: int = 0) -> tuple[Position, list[ProgrammeRecord]]:
        kept = self._event(code)
        return kept.head, kept.programme[after:]

    async def heads(self) -> list[Heads]:
        return [Heads(code, kept.head, len(kept.ballots)) for code, kept in sorted(self._events.items())]

    def follow(self) -> Follower[EventCode, EventCode]:
        return self._moves.follow()

    async def of_participant(self, code: EventCode, participant: ParticipantId) -> list[BallotRecord]:
        return [record for record in self._event(code).ballots if record.fact.participant == participant]

    async def since(self, code: EventCode, after: int, limit: int = 10_000) -> list[BallotRecord]:
        return self._event(code).ballots[after : after + limit]

    async def counts(self, code: EventCode) -> tuple[int, int]:
        facts = [record.fact for record in self._event(code).ballots]
        joined = {fact.participant for fact in facts if isinstance(fact, ParticipantJoined)}
        return len(joined), sum(isinstance(fact, VoteCast) for fact in facts)

    async def close(self) -> None:
        self.available = False

    async def _medium(self) -> None:
        """What any medium does to its callers: it lets others go first, and it may fail them."""
        await asyncio.sleep(0)
        if not self.available:
            raise StoreUnavailable

    def _event(self, code: EventCode) -> KeptEvent:
        if (kept := self._events.get(code)) is None:
            raise EventUnknown(code)
        return kept

    def _decided(self, code: EventCode, decided_on: Position) -> KeptEvent:
        kept = self._event(code)
        if kept.head != decided_on:
            raise Conflict(decided_on, kept.head)
        return kept
