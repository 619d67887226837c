"""How analysts that share a Redis share the events, and what becomes of one that slept through its lease."""

import time
from collections.abc import AsyncIterator, Iterator

import pytest

from plenary.deliberation.vocabulary import EventCode
from plenary.store import redis_bulletin
from plenary.store.ports import Fenced, Lease
from plenary.store.redis_bulletin import RedisBulletin
from tests.hall import CITY, FORUM
from tests.store.redis_server import redis_server
from tests.store.test_bulletin import posting

pytestmark = pytest.mark.redis

EVENTS = [EventCode(f"E{number}") for number in range(40)]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with redis_server() as server:
        yield server.url


@pytest.fixture
async def board(
    url: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[RedisBulletin]:
    monkeypatch.setattr(redis_bulletin, "LEASE_MS", 150)
    opened = RedisBulletin(url, space=request.node.name)
    yield opened
    await opened.close()


async def test_one_analyst_has_everything(board: RedisBulletin):
    assert await board.share("a", EVENTS) == {code: Lease("a", 1) for code in EVENTS}


async def test_two_share_without_overlap_and_leave_nothing_out(board: RedisBulletin):
    await board.share("a", EVENTS)
    await board.share("b", EVENTS)
    of_a = await board.share("a", EVENTS)  # gives back what is b's share
    of_b = await board.share("b", EVENTS)

    assert of_a.keys() | of_b.keys() == set(EVENTS)
    assert of_a.keys() & of_b.keys() == set()
    assert 5 <= len(of_a) <= 35
    assert {lease.fence for lease in of_b.values()} == {2}


async def test_nothing_is_taken_from_one_who_is_alive(board: RedisBulletin):
    await board.share("a", EVENTS)

    assert await board.share("b", EVENTS) == {}


async def test_the_share_of_one_who_dies_goes_to_who_lives_under_a_new_fence(board: RedisBulletin):
    await board.share("a", EVENTS)
    time.sleep(0.2)

    assert await board.share("b", EVENTS) == {code: Lease("b", 2) for code in EVENTS}


async def test_one_who_leaves_is_not_waited_for(board: RedisBulletin):
    await board.share("a", EVENTS)
    await board.leave("a")

    assert len(await board.share("b", EVENTS)) == len(EVENTS)


async def test_what_a_sleeper_worked_out_is_refused(board: RedisBulletin):
    old = (await board.share("a", [FORUM]))[FORUM]
    time.sleep(0.2)
    new = (await board.share("b", [FORUM]))[FORUM]
    await board.post(FORUM, posting(2), new)
    with pytest.raises(Fenced):
        await board.post(FORUM, posting(3), old)

    assert await board.latest(FORUM) == {CITY: posting(2)}
    assert await board.share("a", [FORUM]) == {} or (await board.share("a", [FORUM]))[FORUM].fence > new.fence
