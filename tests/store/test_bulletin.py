"""What every bulletin promises: at most once, latest wins."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from plenary.deliberation.opinion import Dots, OpinionMap, Posting
from plenary.deliberation.vocabulary import EventCode, PromptId
from plenary.store.bulletin import LocalBulletin
from plenary.store.kept_bulletin import KeptBulletin
from plenary.store.ports import Bulletin
from tests.hall import ADA, CITY, FORUM, NOON_MS, PARLEY, SCHOOL


@pytest.fixture(params=["in memory", "kept in files"])
def bulletin(request: pytest.FixtureRequest, tmp_path: Path) -> LocalBulletin:
    return LocalBulletin() if request.param == "in memory" else KeptBulletin(tmp_path / "maps")


def posting(frame: int, prompt: PromptId = CITY) -> Posting:
    empty = OpinionMap(prompt, frame, 0, NOON_MS, Dots(b"", b""), (), (), (), (), (), (), ())
    return Posting(empty, None, None, {ADA: 0})


async def taken_from(following: AsyncIterator[tuple[EventCode, Posting]]) -> tuple[EventCode, Posting]:
    return await anext(following)


async def test_nothing_is_posted_of_an_event_at_first(bulletin: Bulletin):
    assert await bulletin.latest(FORUM) == {}


async def test_the_last_posting_of_each_prompt_is_kept(bulletin: Bulletin):
    for one in (posting(1), posting(7, SCHOOL), posting(2)):
        await bulletin.post(FORUM, one)
    await bulletin.post(PARLEY, posting(9))

    assert await bulletin.latest(FORUM) == {CITY: posting(2), SCHOOL: posting(7, SCHOOL)}
    assert await bulletin.latest(PARLEY) == {CITY: posting(9)}


async def test_what_is_given_out_is_nobody_elses_to_change(bulletin: Bulletin):
    await bulletin.post(FORUM, posting(1))
    (await bulletin.latest(FORUM)).clear()

    assert await bulletin.latest(FORUM) == {CITY: posting(1)}


async def test_a_follower_gets_what_is_posted_from_its_call_on(bulletin: Bulletin):
    await bulletin.post(FORUM, posting(1))
    following = bulletin.follow()
    await bulletin.post(FORUM, posting(2))

    assert await anext(following) == (FORUM, posting(2))


async def test_a_follower_that_waits_is_woken(bulletin: Bulletin):
    following = bulletin.follow()
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(taken_from(following))
        await asyncio.sleep(0)
        await bulletin.post(FORUM, posting(1))

    assert waiting.result() == (FORUM, posting(1))


async def test_a_follower_that_keeps_up_gets_every_posting(bulletin: Bulletin):
    following = bulletin.follow()
    taken = []
    for frame in range(1, 6):
        await bulletin.post(FORUM, posting(frame))
        taken.append(await anext(following))

    assert taken == [(FORUM, posting(frame)) for frame in range(1, 6)]


async def test_a_follower_that_lags_gets_the_latest_of_each_prompt_only(bulletin: Bulletin):
    following = bulletin.follow()
    for frame in range(1, 1001):
        await bulletin.post(FORUM, posting(frame))
    await bulletin.post(FORUM, posting(1, SCHOOL))
    await bulletin.post(PARLEY, posting(3))
    await bulletin.post(FORUM, posting(1001))

    taken = [await anext(following) for _ in range(3)]

    assert taken == [(FORUM, posting(1001)), (FORUM, posting(1, SCHOOL)), (PARLEY, posting(3))]
    async with asyncio.TaskGroup() as tasks:
        next_one = tasks.create_task(taken_from(following))
        await asyncio.sleep(0)
        assert not next_one.done()
        await bulletin.post(FORUM, posting(1002))
    assert next_one.result() == (FORUM, posting(1002))


async def test_a_busy_prompt_does_not_push_another_back(bulletin: Bulletin):
    following = bulletin.follow()
    await bulletin.post(FORUM, posting(1, SCHOOL))
    await bulletin.post(FORUM, posting(1))
    await bulletin.post(FORUM, posting(2, SCHOOL))

    assert await anext(following) == (FORUM, posting(2, SCHOOL))


async def test_followers_do_not_take_from_each_other(bulletin: Bulletin):
    one, other = bulletin.follow(), bulletin.follow()
    await bulletin.post(FORUM, posting(1))

    assert await anext(one) == (FORUM, posting(1))
    assert await anext(other) == (FORUM, posting(1))


async def test_a_follower_that_nobody_holds_is_forgotten(bulletin: Bulletin):
    following = bulletin.follow()
    gone = weakref.ref(following)
    del following
    gc.collect()

    assert gone() is None
    await bulletin.post(FORUM, posting(1))


async def test_a_restart_finds_the_last_postings(tmp_path):
    before = KeptBulletin(tmp_path / "maps")
    for one in (posting(1), posting(7, SCHOOL), posting(2)):
        await before.post(FORUM, one)

    after = KeptBulletin(tmp_path / "maps")

    assert await after.latest(FORUM) == {CITY: posting(2), SCHOOL: posting(7, SCHOOL)}
    assert await after.latest(PARLEY) == {}


async def test_nothing_is_kept_of_an_event_whose_code_no_folder_could_have(tmp_path):
    assert await KeptBulletin(tmp_path).latest(EventCode("Ω" * 100)) == {}


async def test_a_damaged_file_is_passed_over_and_replaced(tmp_path, caplog):
    await KeptBulletin(tmp_path).post(FORUM, posting(1))
    [file] = tmp_path.rglob("*.posting")
    file.write_bytes(file.read_bytes()[:20])
    again = KeptBulletin(tmp_path)

    assert await again.latest(FORUM) == {}
    assert "cannot be read" in caplog.text
    await again.post(FORUM, posting(2))
    assert await KeptBulletin(tmp_path).latest(FORUM) == {CITY: posting(2)}


async def test_a_folder_that_cannot_be_written_costs_no_posting(tmp_path, caplog):
    (tmp_path / "maps").write_text("a file is in the way")
    bulletin = KeptBulletin(tmp_path / "maps")

    await bulletin.post(FORUM, posting(1))

    assert await bulletin.latest(FORUM) == {CITY: posting(1)}
    assert "could not be kept" in caplog.text


async def test_what_was_posted_of_a_forgotten_event_is_gone(bulletin: LocalBulletin):
    await bulletin.post(FORUM, posting(1))
    await bulletin.post(PARLEY, posting(2))

    await bulletin.forget(FORUM)

    assert await bulletin.latest(FORUM) == {}
    assert await bulletin.latest(PARLEY) == {CITY: posting(2)}
