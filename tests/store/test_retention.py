"""Retention, on every store: what is over is served no more, then gone from the disk; its neighbour stays as it is."""

import asyncio
import time
from pathlib import Path

import pytest

from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.vocabulary import EventCode
from plenary.hub.hub import Hub
from plenary.mapping.choosing import choose
from plenary.reporting.shelf import Shelf
from plenary.retention import DAY_MS, GRACE_MS, Retention
from plenary.store.bulletin import LocalBulletin
from plenary.store.kept_bulletin import KeptBulletin
from plenary.store.memory_seats import MemorySeats
from plenary.store.ports import Bulletin, EventUnknown
from plenary.store.redis_store import RedisStore
from plenary.store.sqlite_store import SqliteStore
from tests.hall import ADA, FORUM, NOON_MS, PARLEY, TRAM, joined, shown, submitted, voted
from tests.store.redis_server import redis_server
from tests.store.stores import Store, begun
from tests.store.test_bulletin import posting
from tests.store.test_erasing import everything_in

CANARY = "canary that nobody is to hear again"
DAYS = 30


class Clock:
    now_ms = NOON_MS

    def __call__(self) -> int:
        return self.now_ms


async def spoken(store: Store, code: EventCode, text: str, at_ms: int = NOON_MS) -> None:
    """An event in which somebody has written and voted; the vote is the last word."""
    position = await begun(store, code)
    facts: list[ProgrammeFact] = [submitted(TRAM, by=ADA, text=text), shown(TRAM)]
    position = await store.append(code, facts, position, at_ms - 5_000)
    await store.append_ballots(code, [joined(ADA), voted(ADA, TRAM)], position, at_ms)


def retention(
    store: Store, clock: Clock, folder: Path, days: int | None = DAYS, bulletin: Bulletin | None = None
) -> Retention:
    forget = Shelf(folder / "reports").forget
    return Retention(
        store, store, bulletin or LocalBulletin(), MemorySeats(), clock, days, forget_files=forget
    )


async def test_an_event_is_kept_from_its_last_word_on_for_as_many_days(store: Store, tmp_path: Path):
    clock = Clock()
    await spoken(store, FORUM, CANARY)
    held = retention(store, clock, tmp_path)
    until_ms = NOON_MS + DAYS * DAY_MS
    assert await held.until_ms(FORUM) == until_ms
    assert await retention(store, clock, tmp_path, None).until_ms(FORUM) is None

    clock.now_ms = until_ms - 1
    assert (await held.is_over(FORUM), await held.sweep()) == (False, [])
    clock.now_ms = until_ms
    assert (await held.is_over(FORUM), await held.sweep()) == (True, [])
    clock.now_ms = until_ms + GRACE_MS
    assert await held.sweep() == [FORUM]
    with pytest.raises(EventUnknown):
        await store.programme(FORUM)
    assert await held.sweep() == []


async def test_nothing_of_it_is_left_and_the_neighbour_is_as_it_was(store: Store, tmp_path: Path):
    clock, folder = Clock(), tmp_path / "data"
    shelf, bulletin = Shelf(folder / "reports"), KeptBulletin(folder / "maps")
    await spoken(store, FORUM, CANARY)
    await spoken(store, PARLEY, "the neighbour's words", NOON_MS + DAY_MS)
    for code in (FORUM, PARLEY):
        shelf.put(code, 1, CANARY.encode())
        await bulletin.post(code, posting(1))
    before = await store.programme(PARLEY), await store.since(PARLEY, 0)
    clock.now_ms = NOON_MS + DAYS * DAY_MS + GRACE_MS

    assert await retention(store, clock, folder, bulletin=bulletin).sweep() == [FORUM]

    assert (await store.programme(PARLEY), await store.since(PARLEY, 0)) == before
    assert (shelf.get(FORUM, 1), shelf.get(PARLEY, 1) is not None) == (None, True)
    assert (await bulletin.latest(FORUM), list(await bulletin.latest(PARLEY)) != []) == ({}, True)
    if isinstance(store, SqliteStore):
        files = [file for file in folder.rglob("*") if file.is_file()]
        assert [file for file in files if CANARY.encode() in file.read_bytes()] == []
        assert any(b"the neighbour's words" in file.read_bytes() for file in files)
    if isinstance(store, RedisStore):
        keys = store._client.scan_iter(f"*{folder}*")
        held = {key.decode().rpartition(":")[2].strip("{}") for key in keys}
        assert (PARLEY in held, FORUM in held) == (True, False), held


async def test_an_event_whose_files_stay_is_kept_and_its_neighbour_goes(store: Store, tmp_path: Path):
    clock = Clock()
    await spoken(store, FORUM, CANARY)
    await spoken(store, PARLEY, CANARY)
    clock.now_ms = NOON_MS + DAYS * DAY_MS + GRACE_MS
    held = retention(store, clock, tmp_path)

    def forget(code: EventCode) -> None:
        if code == FORUM:
            raise PermissionError(13, "Permission denied")

    held._forget_files = forget
    assert await held.sweep() == [PARLEY]
    assert [one.code for one in await store.heads()] == [FORUM]


@pytest.mark.redis
async def test_nothing_of_it_is_left_in_the_files_of_redis(tmp_path: Path):
    clock = Clock()
    with redis_server() as server:
        server.ask("CONFIG", "SET", "rdbcompression", "no")  # or a search would find nothing, before as after
        store = RedisStore(server.url)
        await spoken(store, FORUM, CANARY)
        assert any(CANARY.encode() in data for data in everything_in(server))
        clock.now_ms = NOON_MS + DAYS * DAY_MS + GRACE_MS
        assert await retention(store, clock, tmp_path).sweep() == [FORUM]

        until_s = time.monotonic() + 60
        while any(CANARY.encode() in data for data in everything_in(server)) and time.monotonic() < until_s:
            await asyncio.sleep(0.05)
        assert [data for data in everything_in(server) if CANARY.encode() in data] == []
        await store.close()


async def test_a_hub_that_holds_it_lets_go_and_does_not_give_it_back(store: Store, tmp_path: Path):
    clock = Clock()
    await spoken(store, FORUM, CANARY)
    hub = Hub(store, store, LocalBulletin(), clock, choose)
    held = retention(store, clock, tmp_path)
    held._let_go, hub.is_over = hub.let_go, held.is_over
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(hub.run())
        while not hub.is_running:
            await asyncio.sleep(0)
        await hub.live_event(FORUM)
        clock.now_ms = NOON_MS + DAYS * DAY_MS
        await held.sweep()
        await asyncio.sleep(0)
        assert hub.live_events() == []
        with pytest.raises(EventUnknown):
            await hub.live_event(FORUM)
        clock.now_ms += GRACE_MS
        assert await held.sweep() == [FORUM]
        await asyncio.sleep(1.2)  # the hub compares positions once a second
        assert await store.heads() == []
        running.cancel()
