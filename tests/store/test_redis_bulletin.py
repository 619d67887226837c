"""The bulletin in Redis: what every bulletin promises, across processes and broken connections."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from plenary.deliberation.opinion import Posting
from plenary.deliberation.vocabulary import EventCode, PromptId
from plenary.store.ports import StoreUnavailable
from plenary.store.redis_bulletin import RedisBulletin
from plenary.store.redis_store import RedisStore
from tests.hall import CITY, FORUM, PARLEY, SCHOOL
from tests.store.redis_server import RedisServer, redis_server
from tests.store.stores import begun
from tests.store.test_bulletin import posting

pytestmark = pytest.mark.redis

Pair = tuple[RedisBulletin, RedisBulletin, RedisServer]


@pytest.fixture
async def two() -> AsyncIterator[Pair]:
    with redis_server() as server:
        store, one, other = RedisStore(server.url), RedisBulletin(server.url), RedisBulletin(server.url)
        await begun(store)
        await begun(store, PARLEY)
        yield one, other, server
        for opened in (store, one, other):
            await opened.close()


async def until(
    following: AsyncIterator[tuple[EventCode, Posting]], code: EventCode, prompt: PromptId, frame: int
) -> list[int]:
    """The frames of that prompt that are taken until that one comes."""
    frames: list[int] = []
    async with asyncio.timeout(10):
        while not frames or frames[-1] != frame:
            of, one = await anext(following)
            if (of, one.map.prompt) == (code, prompt):
                frames.append(one.map.frame)
    return frames


async def test_the_last_posting_of_each_prompt_is_kept_for_everybody(two: Pair):
    one, other, _ = two
    for each in (posting(1), posting(7, SCHOOL), posting(2)):
        await one.post(FORUM, each)
    await other.post(PARLEY, posting(9))

    assert await other.latest(FORUM) == {CITY: posting(2), SCHOOL: posting(7, SCHOOL)}
    assert await one.latest(PARLEY) == {CITY: posting(9)}


async def test_a_follower_gets_what_another_process_posts(two: Pair):
    one, other, _ = two
    following = other.follow()
    await one.post(FORUM, posting(1))
    await until(following, FORUM, CITY, 1)
    await one.post(PARLEY, posting(3, SCHOOL))
    await until(following, PARLEY, SCHOOL, 3)


async def test_a_follower_that_lags_gets_the_latest_and_never_an_older_one(two: Pair):
    one, other, _ = two
    following = other.follow()
    for frame in range(1, 201):
        await one.post(FORUM, posting(frame))
    frames = await until(following, FORUM, CITY, 200)

    assert frames == sorted(frames)
    assert len(frames) < 200


async def test_what_was_posted_while_the_subscription_was_broken_comes_when_it_is_back(two: Pair):
    one, other, server = two
    following = other.follow()
    await one.post(FORUM, posting(1))
    await until(following, FORUM, CITY, 1)

    for frame in range(2, 12):
        server.ask("CLIENT", "KILL", "TYPE", "pubsub")
        await one.post(FORUM, posting(frame))
        await until(following, FORUM, CITY, frame)


async def test_a_bulletin_outlives_a_restart_of_redis(two: Pair):
    one, other, server = two
    following = other.follow()
    await one.post(FORUM, posting(1))
    await until(following, FORUM, CITY, 1)
    server.kill()
    with pytest.raises(StoreUnavailable):
        await one.post(FORUM, posting(2))
    server.start()
    await one.post(FORUM, posting(3))

    await until(following, FORUM, CITY, 3)
