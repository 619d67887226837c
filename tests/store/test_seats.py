"""What every place for seats promises (plenary.store.ports.Seats): one suite, run on each of them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from plenary.deliberation.seats import Seat, Taking, reissued, revoked, take
from plenary.deliberation.vocabulary import Level
from plenary.hub.seating import Seating
from plenary.store.memory_seats import MemorySeats
from plenary.store.ports import Seats, StoreUnavailable
from plenary.store.redis_seats import RedisSeats
from plenary.store.sqlite_seats import SqliteSeats
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.hall import FORUM, NOON_MS, PARLEY

SEAT = Seat("subject-1", Level.TICKET, 1, "ticket-1")


@pytest.fixture(params=["memory", "sqlite", pytest.param("redis", marks=pytest.mark.redis)])
async def seats(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Seats]:
    if request.param == "memory":
        yield MemorySeats()
        return
    if request.param == "redis":
        url = request.getfixturevalue("shared_redis").url
        in_redis = RedisSeats(url, space=f"test:{tmp_path}")
        yield in_redis
        await in_redis.close()
        return
    store = SqliteStore(tmp_path)
    in_file = SqliteSeats(tmp_path)
    yield in_file
    await in_file.close()
    await store.close()


async def test_a_seat_is_found_by_each_of_its_keys_in_its_own_event_alone(seats: Seats):
    held = replace(SEAT, holder="pass-1", recovery="code-1", turn=1)
    assert await seats.put(FORUM, [(None, held)])

    for key in ("ticket-1", "pass-1", "code-1"):
        assert await seats.seat(FORUM, key) == held
        assert await seats.seat(PARLEY, key) is None
    assert await seats.seat_for(FORUM, "subject-1") == held
    assert await seats.seat(FORUM, "subject-1") is None


async def test_a_change_of_what_no_longer_stands_changes_nothing(seats: Seats):
    await seats.put(FORUM, [(None, SEAT)])
    changed = revoked(SEAT)
    other = Seat("subject-2", Level.TICKET, 2, "ticket-2")

    assert not await seats.put(FORUM, [(None, other), (None, SEAT)])
    assert await seats.put(FORUM, [(SEAT, changed)])
    assert not await seats.put(FORUM, [(None, other), (SEAT, reissued(SEAT, "ticket-3"))])

    assert await seats.seats(FORUM) == [changed]


async def test_what_no_longer_opens_a_seat_does_not_find_it(seats: Seats):
    _, held = take(SEAT, "ticket-1", "pass-1", "code-1", NOON_MS)
    assert held is not None
    again = reissued(held, "ticket-9")
    await seats.put(FORUM, [(None, held)])

    assert await seats.put(FORUM, [(held, again)])

    assert [await seats.seat(FORUM, key) for key in ("ticket-1", "pass-1", "code-1")] == [None] * 3
    assert await seats.seat(FORUM, "ticket-9") == again


async def test_seats_come_in_the_order_of_their_numbers(seats: Seats):
    made = [Seat(f"subject-{n}", Level.TICKET, n, f"ticket-{n}") for n in (10, 2, 1)]
    await seats.put(FORUM, [(None, one) for one in [*made, Seat("by-mail", Level.EMAIL)]])

    assert [one.number for one in await seats.seats(FORUM)] == [1, 2, 10, None]


async def test_an_event_keeps_one_secret_of_its_own_until_it_is_forgotten(seats: Seats):
    secrets = await asyncio.gather(*(seats.seat_secret(FORUM) for _ in range(8)))
    assert len(set(secrets)) == 1
    assert len(secrets[0]) == 32
    assert await seats.seat_secret(PARLEY) != secrets[0]
    await seats.put(FORUM, [(None, SEAT)])

    assert await seats.forget_seats(FORUM) == 1

    assert await seats.seat(FORUM, "ticket-1") is None
    assert await seats.seats(FORUM) == []
    assert await seats.seat_secret(FORUM) != secrets[0]


async def test_a_seat_can_be_taken_away_with_all_its_keys(seats: Seats):
    held = replace(SEAT, holder="pass-1", recovery="code-1")
    await seats.put(FORUM, [(None, held)])

    assert await seats.put(FORUM, [(held, None)])

    assert [await seats.seat(FORUM, key) for key in held.keys] == [None] * 3


async def test_of_many_devices_that_show_one_ticket_at_once_one_gets_the_seat(seats: Seats):
    seating, code = Seating(seats, lambda: NOON_MS), FORUM
    # A few rounds; `make tickets` has 200 of 1,000 devices.
    for _ in range(3):
        ticket = (await seating.issue(code, 1))[0].secret
        takings = await asyncio.gather(*(seating.take(code, ticket, f"pass-{n}") for n in range(100)))
        assert [one.how for one in takings].count(Taking.TAKEN) == 1
        assert {one.how for one in takings} == {Taking.TAKEN, Taking.OCCUPIED}


async def test_nothing_is_left_of_an_erased_seat_in_the_file(tmp_path: Path):
    store, seats = SqliteStore(tmp_path), SqliteSeats(tmp_path)
    canary = replace(SEAT, subject="canary-subject", ticket="canary-ticket", holder="canary-pass")
    await seats.put(FORUM, [(None, canary)])
    await seats.put(FORUM, [(canary, None)])
    await seats.close()
    await store.close()

    assert b"canary" not in (tmp_path / FILE_NAME).read_bytes()


async def test_closed_seats_say_so(tmp_path: Path):
    store, seats = SqliteStore(tmp_path), SqliteSeats(tmp_path)
    await seats.close()
    await store.close()

    with pytest.raises(StoreUnavailable):
        await seats.put(FORUM, [(None, SEAT)])
    with pytest.raises(StoreUnavailable):
        await seats.seat(FORUM, "ticket-1")
