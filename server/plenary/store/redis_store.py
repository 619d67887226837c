"""The store in one Redis that many hubs share: facts in, records out, durable before anybody hears of them.

Hashes are reckoned here, on heads remembered from the last batch; a script in Redis puts the batch down only if
the heads still are what it was made on, and otherwise gives the present ones to decide again on. Nothing waits
for a lock: of several hubs that collide, one always comes through.

What gives every event a new epoch: any new process of Redis, whether restarted, put back from a backup or
promoted from a replica. After FLUSHALL events are unknown; made again, they have new epochs. Not noticed: keys
that were put back from elsewhere into the running process.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, cast

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.erasing import Erasure
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.vocabulary import EventCode, ParticipantId
from plenary.store import redis_scripts as scripts
from plenary.store.following import Follower, Followers
from plenary.store.group_commit import GroupCommit
from plenary.store.ports import (
    BallotRecord,
    Conflict,
    EventUnknown,
    Heads,
    Position,
    ProgrammeRecord,
    RecordDamaged,
    StoreUnavailable,
    event_of,
)
from plenary.store.records import Chain, ErasedRecords, Stream, seal
from plenary.store.redis_assured import Assured
from plenary.store.redis_erasing import Eraser
from plenary.store.redis_reaching import reached
from plenary.store.redis_records import PAGE, Found, Records, known
from plenary.store.redis_scripts import Head
from plenary.store.redis_subscription import Subscription
from plenary.store.redis_worker import Worker, outage
from plenary.store.writes import (
    Append,
    Batch,
    BringIn,
    Create,
    Draft,
    Erase,
    EventHead,
    Forget,
    RenewEpoch,
    Write,
    runs,
)

# Far beyond what hubs that collide need; it ends what a damaged head could make endless.
MOST_TRIES: Final = 200
UNLIMITED: Final = 2**53


class RedisStore:
    """A FactLog and Ballots in the Redis at `url` (redis_reaching), 7.0 or later, under the name space `space`.

    relaxed_durability: accept a Redis that may lose the last second of votes when it or its machine dies.
    Raises DurabilityTooWeak and StoreUnavailable when opened. `await close()` keeps what waits and lets go.
    """

    def __init__(self, url: str, space: str = "plenary", relaxed_durability: bool = False) -> None:
        place = reached(url, space)
        self._space = place.space
        self._client = place.client
        self._in_redis = Records(self._client, self._space)
        self._assured = Assured(place, relaxed_durability)
        self._eraser = Eraser(self._client, self._space, self._in_redis, self._assured)
        self._heads: dict[EventCode, Head] = {}
        self._moves = Followers[EventCode, EventCode]()
        self._subscription = Subscription(self._client, f"{self._space}:moved", self._told)
        try:
            with outage():
                self._assured.make_sure()
        except BaseException:
            self._client.close()
            raise
        self._reading = Worker("plenary-store-reader")
        self._writing = GroupCommit[Write | Erase, Heads](self._commit)

    async def create(self, facts: Sequence[ProgrammeFact], at_ms: int) -> Position:
        drafts = [Draft(seal(fact), None) for fact in facts]
        return (await self._writing.submit(Create(event_of(facts).code, drafts, at_ms))).programme

    async def append(
        self, code: EventCode, facts: Sequence[ProgrammeFact], decided_on: Position, at_ms: int
    ) -> Position:
        drafts = [Draft(seal(fact), None) for fact in facts]
        append = Append(code, Stream.PROGRAMME, drafts, decided_on, at_ms)
        return (await self._writing.submit(append)).programme

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        drafts = [Draft(seal(fact), fact.participant) for fact in facts]
        append = Append(code, Stream.BALLOTS, drafts, decided_on, at_ms)
        return (await self._writing.submit(append)).ballots

    async def bring_in(self, some: BringIn) -> None:
        """Keep an archive's next records as they are. Raises EventExists where they do not go on from what is there."""
        await self._writing.submit(some)

    async def renew_epoch(self, code: EventCode) -> Position:
        """Begin a new epoch: for keys put back from a backup into a Redis that went on running."""
        return (await self._writing.submit(RenewEpoch(code))).programme

    async def erase(self, code: EventCode, erasure: Erasure, decided_on: Position, at_ms: int) -> Position:
        return (await self._writing.submit(Erase(code, erasure, decided_on, at_ms))).programme

    async def forget(self, code: EventCode) -> int:
        heads = await self._writing.submit(Forget(code))
        return heads.programme.number + heads.ballots

    async def programme(self, code: EventCode, after: int = 0) -> tuple[Position, list[ProgrammeRecord]]:
        head, rows, chain = await self._records(code, Stream.PROGRAMME, after, UNLIMITED)
        records = [chain.check_programme(row) for row in rows]
        if chain.number < head.programme.number:
            raise RecordDamaged(code, chain.name, chain.number + 1)
        return head.heads.programme, records

    async def heads(self) -> list[Heads]:
        found = cast(list[tuple[bytes, Head]], await self._read(scripts.HEADS))
        return sorted(
            (known(EventCode(code.decode()), head).heads for code, head in found), key=lambda one: one.code
        )

    def follow(self) -> Follower[EventCode, EventCode]:
        """As the port says; all followers of one store are on one event loop."""
        follower = self._moves.follow()
        self._subscription.begin()
        return follower

    def _told(self, moved: bytes | None) -> list[Callable[[], None]]:
        codes = self._client.smembers(f"{self._space}:events") if moved is None else [moved]
        events = [EventCode(code.decode()) for code in cast("list[bytes]", codes)]
        return [partial(self._moves.tell, code, code) for code in events]

    async def of_participant(self, code: EventCode, participant: ParticipantId) -> list[BallotRecord]:
        own = await self._reading.do(lambda: self._in_redis.own(code, participant))
        return [chain.check_ballot(row) for chain, row in own]

    async def since(self, code: EventCode, after: int, limit: int = 10_000) -> list[BallotRecord]:
        head, rows, chain = await self._records(code, Stream.BALLOTS, after, limit)
        records = [chain.check_ballot(row) for row in rows]
        if len(records) < limit and chain.number < head.ballots.number:
            raise RecordDamaged(code, chain.name, chain.number + 1)
        return records

    async def counts(self, code: EventCode) -> tuple[int, int]:
        answer = await self._read(scripts.COUNT, code)
        head, people, joinings = cast(tuple[Head, int, int], answer)
        return people, known(code, head).ballots.number - joinings

    async def verify(self, code: EventCode) -> Heads:
        """How far both streams are, from first to last, what was once kept. Raises RecordDamaged, EventUnknown."""
        erased = ErasedRecords()
        for stream in (Stream.BALLOTS, Stream.PROGRAMME):
            chain = Chain.begin(code, stream)
            while True:
                head, rows, _ = await self._records(code, stream, chain.number, PAGE)
                if not rows:
                    break
                for row in rows:
                    erased.note(stream, row, chain.check(row))
            if chain != (head.programme if stream is Stream.PROGRAMME else head.ballots):
                raise RecordDamaged(code, chain.name, chain.number + 1)
        erased.check(code)
        return (await self._records(code, Stream.PROGRAMME, 0, 1))[0].heads

    async def close(self) -> None:
        """Keep what waits, then let go of the connections."""
        await self._writing.close()
        await asyncio.to_thread(self._let_go)

    def _let_go(self) -> None:
        self._subscription.end()
        self._reading.end()
        self._client.close()

    async def _records(self, code: EventCode, stream: Stream, after: int, limit: int) -> Found:
        return await self._reading.do(lambda: self._in_redis.found(code, stream, after, limit))

    async def _read(self, script: str, *asked: str | int) -> object:
        """What the script finds, off the event loop."""
        return await self._reading.do(lambda: self._client.eval(script, 1, self._space, *asked))

    def _commit(self, writes: Sequence[Write | Erase]) -> list[Heads | Exception]:
        """Carry out the writes, what can be at once; each gets the heads after it, or its own error."""
        done = (
            [self._erase(run)] if isinstance(run, Erase) else self._commit_batch(run) for run in runs(writes)
        )
        return [outcome for outcomes in done for outcome in outcomes]

    def _erase(self, write: Erase) -> Heads | Exception:
        self._heads.pop(write.code, None)
        try:
            with outage():
                for _ in range(MOST_TRIES):
                    if (outcome := self._eraser.erase(write)) is not None:
                        return outcome
        # Returned, not raised: the others of the batch are kept, and must not be told otherwise.
        except (EventUnknown, Conflict, RecordDamaged, StoreUnavailable) as reason:
            return reason
        return StoreUnavailable("the participant always had more to say")

    def _commit_batch(self, writes: Sequence[Write]) -> list[Heads | Exception]:
        """Carry out all writes at once; each gets the heads after it, or its own error."""
        for _ in range(MOST_TRIES):
            before = {write.code: self._heads.get(write.code, []) for write in writes}
            batch = Batch(partial(_head, before))
            outcomes = [batch.take(write) for write in writes]
            with outage():
                present = self._put(batch, before)
            if not present:
                self._remember({code: scripts.plain_head(head) for code, head in batch.heads.items()})
                self._remember({code: [] for code in batch.forgotten})
                self._eraser.purge(batch.forgotten)
                return outcomes
            self._remember(dict(zip(before, present, strict=True)))
        raise StoreUnavailable("other hubs were always first")

    def _remember(self, heads: dict[EventCode, Head]) -> None:
        self._heads.update(heads)
        for code in [code for code, head in heads.items() if not head]:
            self._heads.pop(code, None)

    def _put(self, batch: Batch, before: dict[EventCode, Head]) -> list[Head]:
        """Nothing if the batch is kept, or else the present heads. Sent twice, it is kept once."""
        after = {code: scripts.plain_head(batch.heads.get(code)) for code in before}
        changes = "yes" if after != before else ""
        asked = (changes, *scripts.flat_batch(batch, before))
        return cast(list[Head], self._assured.write(scripts.PUT, *asked))


def _head(heads: dict[EventCode, Head], code: EventCode) -> EventHead | None:
    return scripts.event_head(code, heads[code])
