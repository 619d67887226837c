"""The store in one Redis that many hubs share: facts in, records out, durable before anybody hears of them.

Hashes are reckoned here, on heads remembered from the last batch; a script in Redis puts the batch down only if
the heads still are what it was made on, and otherwise gives the present ones to decide again on. Nothing waits
for a lock: of several hubs that collide, one always comes through.

What gives every event a new epoch: any new process of Redis, whether restarted, put back from a backup or
promoted from a replica. After FLUSHALL events are unknown; made again, they have new epochs. Not noticed: keys
that were put back from elsewhere into the running process.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Final, TypeVar, cast

import redis

from plenary.deliberation.erasing import Erasure
from plenary.deliberation.facts import BallotFact, ProgrammeFact
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
from plenary.store.redis_erasing import Eraser
from plenary.store.redis_reaching import reached
from plenary.store.redis_records import Found, Records, known
from plenary.store.redis_scripts import Head
from plenary.store.redis_subscription import Subscription
from plenary.store.writes import (
    Append,
    Batch,
    Create,
    Draft,
    Erase,
    EventHead,
    Forget,
    RenewEpoch,
    Write,
    runs,
)

log = logging.getLogger(__name__)

# How long a batch is tried when the connection breaks under it: Redis is back from a restart within a second.
SETTLE_S: Final = 3.0
# Below the time for a reply.
REPLICAS_WITHIN_MS: Final = 1_000
RETRY_AFTER_S: Final = 0.05
# Far beyond what hubs that collide need; it ends what a damaged head could make endless.
MOST_TRIES: Final = 200
UNLIMITED: Final = 2**53
# Redis serves nobody else while it reads a page out.
VERIFY_PAGE: Final = 2_000

Answer = TypeVar("Answer")


class DurabilityTooWeak(Exception):
    """This Redis may lose what it acknowledged; the message says by which setting."""


class RedisStore:
    """A FactLog and Ballots in the Redis at `url` (redis_reaching), 7.0 or later, under the name space `space`.

    relaxed_durability: accept a Redis that may lose the last second of votes when it or its machine dies.
    Raises DurabilityTooWeak and StoreUnavailable when opened. `await close()` keeps what waits and lets go.
    """

    def __init__(self, url: str, space: str = "plenary", relaxed_durability: bool = False) -> None:
        place = reached(url, space)
        self._space = place.space
        self._replicas = place.replicas
        self._relaxed = relaxed_durability
        self._client = place.client
        self._in_redis = Records(self._client, self._space)
        self._eraser = Eraser(self._client, self._space, self._in_redis)
        self._sure_of = ""
        self._heads: dict[EventCode, Head] = {}
        self._moves = Followers[EventCode, EventCode]()
        self._subscription = Subscription(self._client, f"{self._space}:moved", self._told)
        try:
            with _outage():
                self._make_sure()
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
                head, rows, _ = await self._records(code, stream, chain.number, VERIFY_PAGE)
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
            with _outage():
                for _ in range(MOST_TRIES):
                    self._make_sure()
                    if (outcome := self._eraser.erase(write, self._sure_of)) is not None:
                        return outcome
        # Returned, not raised: the others of the batch are kept, and must not be told otherwise.
        except (EventUnknown, Conflict, RecordDamaged) as reason:
            return reason
        except (DurabilityTooWeak, StoreUnavailable) as outage:
            self._sure_of = ""  # it may be another process now, perhaps with other settings
            return StoreUnavailable(str(outage))
        return StoreUnavailable("the participant always had more to say")

    def _commit_batch(self, writes: Sequence[Write]) -> list[Heads | Exception]:
        """Carry out all writes at once; each gets the heads after it, or its own error."""
        for _ in range(MOST_TRIES):
            before = {write.code: self._heads.get(write.code, []) for write in writes}
            batch = Batch(partial(_head, before))
            outcomes = [batch.take(write) for write in writes]
            try:
                with _outage():
                    present = self._put(batch, before)
            except DurabilityTooWeak as weakness:
                raise StoreUnavailable(str(weakness)) from weakness
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
        token, flat = secrets.token_hex(8), scripts.flat_batch(batch, before)
        until = time.monotonic() + SETTLE_S
        while True:
            try:
                self._make_sure()
                asked = (token, changes, self._sure_of, *flat)
                return self._ask_to_put(asked)
            except redis.ResponseError as refusal:
                if not str(refusal).startswith(scripts.RESTARTED):
                    raise
                # It is another process now, perhaps with other settings.
                self._sure_of = ""
            except (redis.ConnectionError, redis.TimeoutError):
                if time.monotonic() > until:
                    raise
                time.sleep(RETRY_AFTER_S)

    def _ask_to_put(self, asked: tuple[str | bytes | int, ...]) -> list[Head]:
        if not self._replicas:
            return cast(list[Head], self._client.eval(scripts.PUT, 1, self._space, *asked))
        # On one connection: what is waited for is what that connection has written.
        with self._client.pipeline(transaction=False) as both:
            both.eval(scripts.PUT, 1, self._space, *asked)
            both.wait(self._replicas, REPLICAS_WITHIN_MS)
            # As it is, not as the pipeline would word it: `_put` reads it.
            heads, have_it = both.execute(raise_on_error=False)
        for trouble in (heads, have_it):
            if isinstance(trouble, Exception):
                raise trouble
        if not heads and have_it < self._replicas:
            raise redis.ConnectionError(f"{have_it} of {self._replicas} replicas have it")
        return cast(list[Head], heads)

    def _make_sure(self) -> None:
        """See that Redis keeps what it acknowledges. Raises DurabilityTooWeak."""
        if self._sure_of:
            return
        server = self._client.info("server")
        version = str(server["redis_version"])
        if int(version.partition(".")[0]) < 7:
            raise DurabilityTooWeak(f"Redis 7.0 or later is needed, this is {version}")
        if not self._relaxed:
            found = self._client.config_get(
                "appendonly", "appendfsync", "no-appendfsync-on-rewrite", "maxmemory", "maxmemory-policy"
            )
            if (found["appendonly"], found["appendfsync"]) != ("yes", "always"):
                raise DurabilityTooWeak("Redis must run with appendonly yes and appendfsync always")
            if found["no-appendfsync-on-rewrite"] != "no":
                raise DurabilityTooWeak("Redis must run with no-appendfsync-on-rewrite no")
            if found["maxmemory"] != "0" and found["maxmemory-policy"] != "noeviction":
                raise DurabilityTooWeak("Redis must run with maxmemory-policy noeviction")
        self._sure_of = str(server["run_id"])


class Worker:
    """A thread that asks Redis, so that no event loop waits for it."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, name)

    async def do(self, work: Callable[[], Answer]) -> Answer:
        """What the work gives. Raises StoreUnavailable where Redis does not serve."""

        def carefully() -> Answer:
            with _outage():
                return work()

        try:
            answer = self._thread.submit(carefully)
        except RuntimeError:
            raise StoreUnavailable("the store is closed") from None
        return await asyncio.wrap_future(answer)

    def end(self) -> None:
        self._thread.shutdown()


def _head(heads: dict[EventCode, Head], code: EventCode) -> EventHead | None:
    return scripts.event_head(code, heads[code])


@contextmanager
def _outage() -> Iterator[None]:
    """Whatever Redis fails in is an outage to the callers."""
    try:
        yield
    except redis.RedisError as error:
        raise StoreUnavailable(f"Redis does not serve: {error}") from error
