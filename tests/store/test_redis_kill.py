"""A Redis that is killed in mid-append: what was acknowledged is there, whole, once and unchanged.

appendfsync everysec is not planted as a defect here: a kill -9 leaves the kernel's pages, so that it loses a vote
in two thousand at most. That it is refused is tested in test_redis_store.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import pytest

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import Conflict, Position, StoreUnavailable
from plenary.store.redis_store import RedisStore
from tests.hall import ADA, FORUM, NOON_MS, TRAM, voted
from tests.store.redis_server import RedisServer, redis_server
from tests.store.stores import begun

pytestmark = pytest.mark.redis

KILLED_AFTER = (1, 2, 3, 5, 8, 13, 24, 40, 77, 120, 200, 350)
"""How many votes have been acknowledged since the last kill when Redis is killed."""

VOTERS = 8
BALLOTS_AT_ONCE = 3


class HastyStore(RedisStore):
    """A planted defect: it says "kept" before Redis does, and writes when enough has come together."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.unwritten: list[BallotFact] = []

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        self.unwritten += facts
        await asyncio.sleep(0.001)
        if len(self.unwritten) >= 40:
            facts, self.unwritten = self.unwritten, []
            return await super().append_ballots(code, facts, decided_on, at_ms)
        return 0


@dataclass
class Told:
    """The counters of votes that were tried, of those acknowledged, and how many appends met a kill."""

    counters: "count[int]" = field(default_factory=lambda: count(1))
    appends: list[list[int]] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    met: int = 0


async def kill_while_voting(store: RedisStore, server: RedisServer, told: Told, after: int) -> None:
    """Vote on several tasks until `after` votes are acknowledged; then Redis dies, and comes back."""
    position, _ = await store.programme(FORUM)
    enough = len(told.kept) + after
    dying = asyncio.Event()

    async def voter() -> None:
        while True:
            mine = [next(told.counters) for _ in range(BALLOTS_AT_ONCE)]
            told.appends.append(mine)
            votes = [voted(ADA, TRAM, counter=counter) for counter in mine]
            try:
                await store.append_ballots(FORUM, votes, position, NOON_MS)
            except (Conflict, StoreUnavailable):
                told.met += dying.is_set()
                return
            told.kept.update(mine)
            if len(told.kept) >= enough and not dying.is_set():
                # In a thread, so that the others go on voting while Redis dies.
                dying.set()
                await asyncio.to_thread(server.kill)
                await asyncio.to_thread(server.start)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(VOTERS):
            tasks.create_task(voter())


async def complaints(server: RedisServer, told: Told) -> list[str]:
    """What is wrong with the store, given what was told about it; nothing for a sound one."""
    store = RedisStore(server.url)
    await store.verify(FORUM)
    facts = [record.fact for record in await store.since(FORUM, 0, limit=10**6)]
    ballot = [record.fact for record in await store.of_participant(FORUM, ADA)]
    _, votes = await store.counts(FORUM)
    await store.close()
    times = Counter(fact.operation.counter for fact in facts)
    return [
        *(f"vote {counter} is lost" for counter in sorted(told.kept - times.keys())),
        *(f"vote {counter} is there {n} times" for counter, n in times.items() if n > 1),
        *(
            f"half of {append} is there"
            for append in told.appends
            if len({*append} & times.keys()) not in (0, 3)
        ),
        *(f"{one} has changed" for one in facts if one != voted(ADA, TRAM, counter=one.operation.counter)),
        *(["the ballot is not what the log says"] if ballot != facts else []),
        *(["the count is not what the log says"] if votes != len(facts) else []),
    ]


async def test_what_was_acknowledged_survives_every_kill_of_redis():
    told = Told()
    with redis_server() as server:
        store = RedisStore(server.url)
        await begun(store)
        for after in KILLED_AFTER:
            await kill_while_voting(store, server, told, after)
            assert await complaints(server, told) == []
        await store.close()

    assert len(told.kept) >= sum(KILLED_AFTER)
    assert told.met >= len(KILLED_AFTER), "too few kills met an append on its way: nothing was tested"


async def test_a_store_that_acknowledges_before_redis_does_is_caught():
    told = Told()
    with redis_server() as server:
        store = HastyStore(server.url)
        await begun(store)
        for after in KILLED_AFTER[:3]:
            store.unwritten = []
            await kill_while_voting(store, server, told, after)
        store.unwritten = []
        found = await complaints(server, told)
        await store.close()

    assert [one for one in found if one.endswith("is lost")]


async def test_a_log_torn_within_a_transaction_belongs_to_nothing_that_is_written_after():
    with redis_server() as server:
        store = RedisStore(server.url)
        position = await begun(store)
        await store.append_ballots(
            FORUM, [voted(ADA, TRAM, counter=one) for one in (1, 2, 3)], position, NOON_MS
        )
        await store.append_ballots(
            FORUM, [voted(ADA, TRAM, counter=one) for one in (4, 5, 6)], position, NOON_MS
        )
        await store.close()
        server.kill()
        log = max(server.folder.glob("appendonlydir/*.incr.aof"))
        written = log.read_bytes()
        last = written.rindex(b"XADD")
        assert written.rindex(b"MULTI") < last < written.rindex(b"EXEC"), "the cut is within a transaction"
        log.write_bytes(written[: last + 20])
        server.start()

        store = RedisStore(server.url)
        position, _ = await store.programme(FORUM)
        kept = [voted(ADA, TRAM, counter=one) for one in range(11, 16)]
        await store.append_ballots(FORUM, kept, position, NOON_MS)
        await store.close()
        server.kill()
        server.start()

        store = RedisStore(server.url)
        await store.verify(FORUM)
        said = [record.fact for record in await store.since(FORUM, 0)]
        await store.close()
    assert said == [*(voted(ADA, TRAM, counter=one) for one in (1, 2, 3)), *kept]
