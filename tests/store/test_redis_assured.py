"""Whatever somebody is told that Redis keeps, it keeps: on a disk, on replicas, and once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import redis

from plenary.deliberation.erasing import Erasure
from plenary.deliberation.seats import Seat
from plenary.deliberation.vocabulary import Choice, Level, ParticipantId
from plenary.hub.receipts import Receipts
from plenary.store import redis_assured
from plenary.store.ports import StoreUnavailable
from plenary.store.redis_assured import Assured
from plenary.store.redis_bulletin import RedisBulletin
from plenary.store.redis_seats import RedisSeats
from plenary.store.redis_store import RedisStore
from plenary.wire.closing import Closing
from plenary.wire.from_client import Vote
from plenary.wire.from_server import Counted, Refused
from tests.hall import ADA, FORUM, NOON_MS, SEATED
from tests.hub.phones import Phone, hub_on
from tests.hub.test_receipts import CODE, STATEMENTS, prepared
from tests.store.redis_server import RedisServer, redis_server
from tests.store.redis_several import Guarded, guarded
from tests.store.stores import begun

pytestmark = pytest.mark.redis

TICKET = Seat("subject-1", Level.TICKET, 1, "ticket-1")
TAKEN = replace(TICKET, holder="pass-1", recovery="code-1", turn=1)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No replica will come."""
    monkeypatch.setattr(redis_assured, "SETTLE_S", 0.1)
    monkeypatch.setattr(redis_assured, "REPLICAS_WITHIN_MS", 20)


async def put_a_seat(store: RedisStore, seats: RedisSeats) -> None:
    await seats.put(FORUM, [(None, TAKEN)])


async def make_a_secret(store: RedisStore, seats: RedisSeats) -> None:
    await seats.seat_secret(FORUM)


async def forget_the_seats(store: RedisStore, seats: RedisSeats) -> None:
    await seats.forget_seats(FORUM)


async def erase_somebody(store: RedisStore, seats: RedisSeats) -> None:
    position, _ = await store.programme(FORUM)
    await store.erase(FORUM, Erasure(ADA, ParticipantId("nobody"), frozenset()), position, NOON_MS)


async def forget_the_event(store: RedisStore, seats: RedisSeats) -> None:
    await store.forget(FORUM)


async def keep_nothing_new(store: RedisStore, seats: RedisSeats) -> None:
    position, _ = await store.programme(FORUM)
    await store.append_ballots(FORUM, [], position, NOON_MS)


WRITES = [put_a_seat, make_a_secret, forget_the_seats, erase_somebody, forget_the_event, keep_nothing_new]


@pytest.fixture(scope="module")
def alone() -> Iterator[RedisServer]:
    """A Redis without replicas."""
    with redis_server() as server:
        yield server


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
async def test_nobody_is_told_of_a_write_that_too_few_replicas_have(
    write: Callable[[RedisStore, RedisSeats], Awaitable[None]], alone: RedisServer, impatient: None
):
    space = write.__name__
    careless = RedisStore(alone.url, space)
    try:
        position = await begun(careless)
        await careless.append_ballots(FORUM, SEATED, position, NOON_MS)
    finally:
        await careless.close()
    store, seats = RedisStore(alone.url + "?replicas=1", space), RedisSeats(alone.url + "?replicas=1", space)
    try:
        with pytest.raises(StoreUnavailable):
            await write(store, seats)
    finally:
        await store.close()
        await seats.close()


async def test_a_redis_that_came_back_weaker_takes_no_seats():
    with redis_server() as server:
        seats = RedisSeats(server.url)
        try:
            assert await seats.put(FORUM, [(None, TICKET)])
            server.kill()
            server.start()
            server.ask("CONFIG", "SET", "appendfsync", "everysec")

            with pytest.raises(StoreUnavailable):
                await seats.put(FORUM, [(TICKET, TAKEN)])
            assert await seats.seat(FORUM, "ticket-1") == TICKET
            server.ask("CONFIG", "SET", "appendfsync", "always")
            assert await seats.put(FORUM, [(TICKET, TAKEN)])
        finally:
            await seats.close()


async def test_a_change_of_seats_whose_answer_was_lost_went_through(
    alone: RedisServer, monkeypatch: pytest.MonkeyPatch
):
    seats = RedisSeats(alone.url, "answer lost")
    answered = Assured._answered
    lost: list[Any] = []

    def lose_the_first(assured: Assured, *asked: Any) -> Any:
        answer = answered(assured, *asked)
        if not lost:
            lost.append(answer)
            raise redis.ConnectionError
        return answer

    monkeypatch.setattr(Assured, "_answered", lose_the_first)
    try:
        assert await seats.put(FORUM, [(None, TICKET)])
        assert await seats.seats(FORUM) == [TICKET]
        assert lost == [[]]
    finally:
        await seats.close()


async def test_a_vote_said_again_is_not_called_counted_while_it_may_be_lost(
    alone: RedisServer, impatient: None
):
    """It is in the log of one machine, which another hub wrote and has not answered for."""
    phone = Phone(CODE, "the key of one phone")
    receipts = Receipts()
    told: list[Counted | Refused] = []
    ended: Closing | None = None
    for replicas in ("", "?replicas=1"):
        store, bulletin = RedisStore(alone.url + replicas), RedisBulletin(alone.url)
        try:
            async with hub_on(store, store, receipts, bulletin) as hub:
                if not replicas:
                    await prepared(store, hub)
                await phone.connect(hub)
                if not replicas:
                    await phone.join()
                phone.answers.clear()
                vote = Vote(7, STATEMENTS[0], Choice.AGREE)
                phone._send(vote)
                await phone.answered()
                told, ended = list(phone.answers), phone.ended
                phone.leave()
        finally:
            await store.close()
            await bulletin.close()
        if not replicas:
            assert [type(answer) for answer in told] == [Counted]
    assert told == []
    assert ended is Closing.TROUBLE


async def lost_at_a_failover(servers: Guarded, options: str) -> bool:
    """Whether a ticket that somebody was told is theirs is nobody's after the primary died: its replica was silent."""
    before = servers.primary()
    replica = next(server for server in servers.servers if server is not before)
    issuing, seats = RedisSeats(servers.url), RedisSeats(servers.url + options)
    try:
        await issuing.put(FORUM, [(None, TICKET)])
        before.ask("WAIT", "1", "2000")
        replica.pause()
        before.ask("CLIENT", "KILL", "TYPE", "replica")
        try:
            told = await seats.put(FORUM, [(TICKET, TAKEN)])
        except StoreUnavailable:
            told = False
        before.kill()
        replica.go_on()
        await asyncio.to_thread(servers.until_another_leads, before)
        async with asyncio.timeout(60):
            while True:
                try:
                    return told and await seats.seat(FORUM, "ticket-1") != TAKEN
                except StoreUnavailable:
                    await asyncio.sleep(0.05)
    finally:
        await issuing.close()
        await seats.close()


@pytest.mark.parametrize(
    ("options", "is_lost"), [("?replicas=1", False), ("", True)], ids=["waited", "not waited"]
)
async def test_a_ticket_told_to_be_taken_is_taken_after_a_failover_where_replicas_are_waited_for(
    options: str, is_lost: bool, impatient: None
):
    with guarded() as servers:
        assert await lost_at_a_failover(servers, options) is is_lost
