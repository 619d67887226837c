"""Redis behind Sentinels and in a cluster: what is acknowledged stays when another takes over."""

import asyncio
import contextlib
import itertools
from collections.abc import Iterator

import pytest
from redis.crc import key_slot

from plenary.deliberation.ballot_facts import BallotFact, VoteCast
from plenary.deliberation.commands import ClosePrompt
from plenary.deliberation.vocabulary import Choice, EventCode, ParticipantId
from plenary.hub.receipts import Receipts
from plenary.store.ports import Conflict, Position, StoreUnavailable
from plenary.store.redis_assured import DurabilityTooWeak
from plenary.store.redis_bulletin import RedisBulletin
from plenary.store.redis_reaching import reached
from plenary.store.redis_store import RedisStore
from plenary.wire.from_server import Counted
from tests.hall import FORUM, NOON_MS, TRAM, voted
from tests.hub.phones import Phone, hub_on
from tests.hub.test_receipts import CODE, DESK, STATEMENTS, folded, prepared
from tests.store.redis_several import Guarded, Shared, guarded, keys_of, sharing
from tests.store.stores import begun

pytestmark = pytest.mark.redis

PATIENCE_S = 60.0


@pytest.fixture
def servers() -> Iterator[Guarded]:
    with guarded() as running:
        yield running


@pytest.fixture(scope="module")
def cluster() -> Iterator[Shared]:
    with sharing() as running:
        yield running


@pytest.mark.parametrize(
    "url",
    [
        "redis+sentinel://127.0.0.1:26379",
        "redis+sentinel://127.0.0.1/hall/first",
        "redis+sentinel://127.0.0.1/hall?replica=1",
        "redis+sentinel:///hall",
        "redis+cluster://127.0.0.1/3",
        "redis+cluster://127.0.0.1?db=3",
        "redis+other://127.0.0.1",
        "http+cluster://127.0.0.1",
        "redis://127.0.0.1?replicas=-1",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(url: str):
    with pytest.raises(ValueError, match=r"\w"):
        reached(url, "plenary")


def test_only_in_a_cluster_do_keys_say_that_they_lie_together():
    assert reached("redis://127.0.0.1:6379/2?replicas=2", "hall").space == "hall"
    assert reached("redis://127.0.0.1:6379/2?replicas=2", "hall").replicas == 2
    assert (
        reached("rediss+sentinel://me:pa%40ss@one:1,two/hall/2?sentinel_password=x", "hall").space == "hall"
    )
    assert reached("redis+cluster://:pa%40ss@one:1,two?replicas=1", "hall").space == "{hall}"


async def test_what_a_replica_has_before_it_is_acknowledged_outlives_the_primary(servers: Guarded):
    before = servers.primary()
    store = RedisStore(servers.url + "?replicas=1", space="hall")
    acknowledged: list[VoteCast] = []
    is_killed = asyncio.Event()

    async def keep_voting(number: int) -> None:
        for counter in itertools.count(1):
            fact = voted(ParticipantId(f"voter {number}"), TRAM, counter=counter)
            try:
                await store.append_ballots(FORUM, [fact], position, NOON_MS)
            except (Conflict, StoreUnavailable):
                assert is_killed.is_set()
                return
            acknowledged.append(fact)

    try:
        position = await begun(store)
        async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
            for number in range(8):
                tasks.create_task(keep_voting(number))
            while len(acknowledged) < 80:
                await asyncio.sleep(0.001)
            is_killed.set()
            before.kill()
        await asyncio.to_thread(servers.until_another_leads, before)
        position_after, kept = await served_again(store, FORUM)
        await store.verify(FORUM)
        before.start()
        # The Sentinel would say so too, in a quarter of a minute.
        before.ask("REPLICAOF", "127.0.0.1", str(servers.primary().port))
        late = voted(ParticipantId("late"), TRAM, counter=1)
        await kept_again(store, late, position_after)
        _, kept_at_last = await served_again(store, FORUM)
    finally:
        await store.close()

    assert position_after.epoch != position.epoch
    assert late in kept_at_last
    assert [fact for fact in acknowledged if fact not in kept] == []


async def kept_again(store: RedisStore, fact: BallotFact, position: Position) -> None:
    """Returns once it is acknowledged: when the old primary is back, as the replica that is waited for."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with contextlib.suppress(StoreUnavailable):
                await store.append_ballots(FORUM, [fact], position, NOON_MS)
                return


async def served_again(store: RedisStore, code: EventCode) -> tuple[Position, set[BallotFact]]:
    """Where the event stands, and all its ballots, once Redis serves."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with contextlib.suppress(StoreUnavailable):
                position, _ = await store.programme(code)
                return position, {record.fact for record in await store.since(code, 0)}
            await asyncio.sleep(0.05)


async def test_what_no_replica_had_yet_comes_back_from_the_phones(servers: Guarded):
    """The replica is cut off, votes are acknowledged, and the primary dies: Redis itself has lost them."""
    before = servers.primary()
    replica = next(server for server in servers.servers if server is not before)
    phones = [Phone(CODE, f"the key of phone {number}") for number in range(4)]
    store, bulletin, receipts = RedisStore(servers.url), RedisBulletin(servers.url), Receipts()
    try:
        async with hub_on(store, store, receipts, bulletin) as hub:
            prompt = await prepared(store, hub)
            for phone in phones:
                await phone.connect(hub)
                await phone.join()
        before.ask("WAIT", "1", "2000")
        # It is still the primary's replica, and promoted it will be; but it hears nothing more.
        replica.pause()
        before.ask("CLIENT", "KILL", "TYPE", "replica")
        async with hub_on(store, store, receipts, bulletin) as hub:
            for phone in phones:
                await phone.connect(hub)
                assert isinstance(await phone.vote(STATEMENTS[0], Choice.AGREE), Counted)
                phone.leave()
        before.kill()
        replica.go_on()
        await asyncio.to_thread(servers.until_another_leads, before)
        _, left = await served_again(store, CODE)
        async with hub_on(store, store, receipts, bulletin) as hub:
            await (await hub.live_event(CODE)).carry_out(ClosePrompt(prompt, DESK))
            for phone in phones:
                await phone.connect(hub)
        kept = await folded(store)
    finally:
        await store.close()
        await bulletin.close()
        before.start()

    assert sum(isinstance(fact, VoteCast) for fact in left) < len(phones)
    assert {who: ballot.votes[STATEMENTS[0]].choice for who, ballot in kept.items()} == {
        phone.who: Choice.AGREE for phone in phones
    }


def test_a_weak_redis_is_refused_behind_sentinels_too(servers: Guarded):
    servers.primary().ask("CONFIG", "SET", "appendfsync", "everysec")

    with pytest.raises(DurabilityTooWeak):
        RedisStore(servers.url)


async def test_nothing_is_acknowledged_while_too_few_replicas_have_it(
    servers: Guarded, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("plenary.store.redis_assured.SETTLE_S", 0.2)
    store = RedisStore(servers.url + "?replicas=2")
    try:
        with pytest.raises(StoreUnavailable):
            await begun(store)
    finally:
        await store.close()


async def test_a_name_space_is_followed_to_another_node_of_the_cluster(cluster: Shared):
    """Its slot has no keys yet; whoever is connected learns of the move from the answer."""
    space = next(f"moving{number}" for number in range(99) if key_slot(b"moving%d" % number) < 8192)
    store = RedisStore(cluster.url, space=space)
    try:
        assert await store.heads() == []
        for node in cluster.nodes:
            for key in keys_of(node):
                if key.startswith(f"{{{space}}}"):
                    node.ask("DEL", key)
        cluster.move(key_slot(space.encode()), cluster.nodes[1])
        position = await begun(store)
        head, _ = await store.programme(FORUM)
    finally:
        await store.close()

    assert head == position
    assert cluster.node_with(space) is cluster.nodes[1]
