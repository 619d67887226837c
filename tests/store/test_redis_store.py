"""What is Redis's own: settings that are too weak, outages, restarts, and stores that write at the same time."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import Conflict, EventUnknown, Position, StoreUnavailable
from plenary.store.redis_assured import DurabilityTooWeak
from plenary.store.redis_store import RedisStore
from tests.hall import ADA, FORUM, NOON_MS, PARLEY, SEATED, TRAM, closed, opened, voted
from tests.store.redis_server import RedisServer, redis_server
from tests.store.stores import ballot_facts, begun, programme_facts

pytestmark = pytest.mark.redis


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
        yield running


@asynccontextmanager
async def opened_store(server: RedisServer) -> AsyncIterator[RedisStore]:
    store = RedisStore(server.url)
    try:
        yield store
    finally:
        await store.close()


def test_a_redis_that_writes_once_a_second_is_refused_unless_that_is_wanted():
    with redis_server(fsync="everysec") as weak:
        with pytest.raises(DurabilityTooWeak):
            RedisStore(weak.url)
        asyncio.run(RedisStore(weak.url, relaxed_durability=True).close())


def test_a_redis_that_does_not_write_through_while_it_rewrites_its_log_is_refused(server: RedisServer):
    server.ask("CONFIG", "SET", "no-appendfsync-on-rewrite", "yes")

    with pytest.raises(DurabilityTooWeak):
        RedisStore(server.url)


async def test_a_redis_that_came_back_weaker_takes_nothing(server: RedisServer):
    async with opened_store(server) as store:
        position = await begun(store)
        server.kill()
        server.start()
        server.ask("CONFIG", "SET", "appendfsync", "everysec")

        with pytest.raises(StoreUnavailable):
            await store.append_ballots(FORUM, SEATED, position, NOON_MS)
        assert await store.since(FORUM, 0) == []


async def test_without_redis_a_store_does_not_open(server: RedisServer):
    server.kill()
    with pytest.raises(StoreUnavailable):
        RedisStore(server.url)


async def test_an_outage_is_named_as_such_and_ends_with_redis_back(server: RedisServer):
    async with opened_store(server) as store:
        position = await begun(store)
        server.kill()
        for ask in (
            store.append_ballots(FORUM, SEATED, position, NOON_MS),
            store.programme(FORUM),
            store.heads(),
        ):
            with pytest.raises(StoreUnavailable):
                await ask
        server.start()

        position, _ = await store.programme(FORUM)
        assert await store.append_ballots(FORUM, SEATED, position, NOON_MS) == len(SEATED)
        await store.verify(FORUM)


async def test_an_append_that_waits_through_a_restart_is_kept_or_conflicts(server: RedisServer):
    async with opened_store(server) as store:
        position = await begun(store)
        server.kill()
        async with asyncio.TaskGroup() as tasks:
            appending = tasks.create_task(outcome(store, position))
            tasks.create_task(asyncio.to_thread(server.start))

        assert appending.result() == "conflict"
        assert await store.since(FORUM, 0) == []


async def outcome(store: RedisStore, position: Position) -> str:
    try:
        await store.append_ballots(FORUM, SEATED, position, NOON_MS)
    except Conflict:
        return "conflict"
    return "kept"


async def test_a_redis_that_hangs_is_an_outage_and_nothing_is_there_twice(server: RedisServer):
    async with opened_store(server) as store:
        position = await begun(store)
        server.pause()
        with pytest.raises(StoreUnavailable):
            await store.append_ballots(FORUM, [voted(ADA, TRAM)], position, NOON_MS)
        server.go_on()

        await store.append_ballots(FORUM, [voted(ADA, TRAM, counter=9)], position, NOON_MS)
        facts = ballot_facts(await store.since(FORUM, 0))
        # What hung may have come through late, once: then it is the same fact when the phone sends it again.
        assert facts.count(voted(ADA, TRAM)) <= 1
        assert facts[-1] == voted(ADA, TRAM, counter=9)
        await store.verify(FORUM)


async def test_a_restarted_redis_goes_on_in_a_new_epoch(server: RedisServer):
    async with opened_store(server) as store:
        older = await begun(store)
        server.kill()
        server.start()

        newer, records = await store.programme(FORUM)
        assert newer.number == older.number == len(records)
        assert newer.epoch != older.epoch
        with pytest.raises(Conflict):
            await store.append(FORUM, [closed()], older, NOON_MS)
        assert await store.append(FORUM, [closed()], newer, NOON_MS) == Position(
            newer.epoch, newer.number + 1
        )


async def test_after_everything_was_flushed_events_are_unknown_and_begin_in_new_epochs(server: RedisServer):
    async with opened_store(server) as store:
        older = await begun(store)
        server.ask("FLUSHALL")

        with pytest.raises(EventUnknown):
            await store.append(FORUM, [closed()], older, NOON_MS)
        assert (await begun(store)).epoch != older.epoch


async def test_two_stores_that_vote_at_once_both_come_through_without_gaps(server: RedisServer):
    async with opened_store(server) as one, opened_store(server) as other:
        position = await begun(one)
        ballots: list[list[BallotFact]] = [[voted(ADA, TRAM, counter=n)] for n in range(1, 401)]

        numbers = await asyncio.gather(
            *(
                (one, other)[n % 2].append_ballots(FORUM, facts, position, NOON_MS)
                for n, facts in enumerate(ballots)
            )
        )

        assert sorted(numbers) == list(range(1, 401))
        kept = ballot_facts(await one.since(FORUM, 0))
        assert [[kept[number - 1]] for number in numbers] == ballots
        await one.verify(FORUM)


async def test_of_two_stores_that_decide_on_one_position_one_gets_a_conflict(server: RedisServer):
    async with opened_store(server) as one, opened_store(server) as other:
        await begun(one)
        kept = conflicts = 0

        async def close_and_open(store: RedisStore) -> None:
            nonlocal kept, conflicts
            for _ in range(50):
                position, _records = await store.programme(FORUM)
                try:
                    await store.append(
                        FORUM, [closed() if position.number % 2 else opened()], position, NOON_MS
                    )
                    kept += 1
                except Conflict:
                    conflicts += 1

        async with asyncio.TaskGroup() as tasks:
            for store in (one, other):
                tasks.create_task(close_and_open(store))

        before = (await one.heads())[0].programme.number - kept
        facts = programme_facts((await one.programme(FORUM))[1])[before:]
        # Odd closes and even opens: a decision on anything but the position just before it would break the row.
        assert facts == [closed() if (before + n) % 2 else opened() for n in range(kept)]
        assert (kept + conflicts, conflicts > 0) == (100, True)


async def named(moves: AsyncIterator[EventCode], code: EventCode) -> None:
    while await anext(moves) != code:
        pass


async def test_a_store_hears_what_another_has_added_to_a_programme(server: RedisServer):
    async with opened_store(server) as one, opened_store(server) as other:
        forum = await begun(one)
        await begun(one, PARLEY)
        moves = other.follow()
        async with asyncio.timeout(5):
            await named(moves, PARLEY)
            await asyncio.sleep(0.1)
            while await one.append(FORUM, [], forum, NOON_MS) != forum:
                pass
            await one.append(FORUM, [closed()], forum, NOON_MS)
            await named(moves, FORUM)


async def test_after_a_broken_subscription_every_event_is_named(server: RedisServer):
    async with opened_store(server) as store:
        await begun(store)
        moves = store.follow()
        async with asyncio.timeout(10):
            await named(moves, FORUM)
            server.ask("CLIENT", "KILL", "TYPE", "pubsub")
            await named(moves, FORUM)
            server.kill()
            server.start()
            await named(moves, FORUM)
