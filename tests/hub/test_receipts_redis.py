"""A real Redis loses what it acknowledged, and no hub remembers: the phones bring their votes back."""

import contextlib
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from plenary.deliberation.commands import ClosePrompt
from plenary.deliberation.vocabulary import Choice
from plenary.hub import healing
from plenary.hub import hub as hubs
from plenary.hub.hub import Hub
from plenary.hub.receipts import Receipts
from plenary.store.redis_bulletin import RedisBulletin
from plenary.store.redis_store import RedisStore
from plenary.wire.from_server import Counted
from tests.hub.phones import Phone, hub_on
from tests.hub.test_receipts import CODE, DESK, STATEMENTS, folded, prepared
from tests.store.redis_server import RedisServer, redis_server

pytestmark = pytest.mark.redis

VOTES = 60


@contextlib.asynccontextmanager
async def hub_in(redis: RedisServer, receipts: Receipts) -> AsyncIterator[tuple[Hub, RedisStore]]:
    """A hub that has just been started on that Redis, and its store."""
    store, bulletin = RedisStore(redis.url), RedisBulletin(redis.url)
    try:
        async with hub_on(store, store, receipts, bulletin) as hub:
            yield hub, store
    finally:
        await store.close()
        await bulletin.close()


async def cast(hub: Hub, phones: list[Phone]) -> None:
    """Everybody joins, and many votes are acknowledged, some of them changes of mind."""
    rng = random.Random(7)
    for phone in phones:
        await phone.connect(hub)
        await phone.join()
    for _ in range(VOTES):
        answer = await rng.choice(phones).vote(rng.choice(STATEMENTS), rng.choice(list(Choice)))
        assert isinstance(answer, Counted)
    for phone in phones:
        phone.leave()


def held_by(phones: list[Phone]) -> dict[tuple[str, str], int]:
    return {(phone.who, statement): vote.op for phone in phones for statement, vote in phone.counted.items()}


async def held_in(store: RedisStore) -> dict[tuple[str, str], int]:
    return {
        (who, statement): vote.operation.counter
        for who, ballot in (await folded(store)).items()
        for statement, vote in ballot.votes.items()
    }


def cut_the_tail(folder: Path, size_bytes: int) -> None:
    """What a disk loses that said it had it: the end of the newest append-only file."""
    newest = max((folder / "appendonlydir").glob("*.incr.aof"), key=lambda file: file.name)
    with newest.open("r+b") as file:
        file.truncate(newest.stat().st_size - size_bytes)


async def test_a_tail_of_the_append_only_file_that_was_lost_with_all_hubs_comes_back():
    phones = [Phone(CODE, f"the key of phone {number}") for number in range(6)]
    with redis_server() as redis:
        async with hub_in(redis, Receipts()) as (hub, store):
            prompt = await prepared(store, hub)
            await cast(hub, phones)
            before = len(await store.since(CODE, 0))
            keys = hub.receipts.keys
        redis.kill()
        cut_the_tail(redis.folder, 20_000)
        redis.start()
        # The keys are in the hub's own folder, too.
        async with hub_in(redis, Receipts(keys)) as (hub, store):
            left = len(await store.since(CODE, 0))
            await (await hub.live_event(CODE)).carry_out(ClosePrompt(prompt, DESK))
            was_lost = held_by(phones) != await held_in(store)
            for phone in phones:
                await phone.connect(hub)
            kept = await held_in(store)

    assert 0 < left < before
    assert was_lost
    assert kept == held_by(phones)


async def test_after_everything_in_redis_is_gone_votes_that_no_hub_remembers_come_back(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(hubs, "COMPARE_EVERY_S", 0.05)
    monkeypatch.setattr(healing, "REMEMBERED", 10)
    phones = [Phone(CODE, f"the key of phone {number}") for number in range(6)]
    with redis_server() as redis:
        async with hub_in(redis, Receipts()) as (hub, store):
            prompt = await prepared(store, hub)
            await cast(hub, phones)
            event = await hub.live_event(CODE)
            await event.carry_out(ClosePrompt(prompt, DESK))
            redis.ask("FLUSHALL")
            was_empty = await store.heads() == []
            # Whoever asks first finds out; everything that this hub knows is given back before the answer.
            with contextlib.suppress(Exception):
                await phones[0].connect(hub)
            await event.carry_out(ClosePrompt(prompt, DESK))
            was_lost = held_by(phones) != await held_in(store)
            for phone in phones:
                await phone.connect(hub)
            kept = await held_in(store)

    assert was_empty
    assert was_lost
    assert kept == held_by(phones)
