"""One thread that writes for everybody: who waits together goes down together, and is told apart."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from plenary.store import group_commit
from plenary.store.group_commit import GroupCommit
from plenary.store.ports import Conflict, StoreUnavailable


class Medium:
    """Carries out numbers, when it is let: odd ones conflict, zero breaks it, and it remembers its batches."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.taken = threading.Event()
        self.let = threading.Event()

    def commit(self, requests: Sequence[int]) -> list[int | Exception]:
        self.taken.set()
        self.let.wait()
        self.batches.append(list(requests))
        if 0 in requests:
            raise StoreUnavailable("zero")
        if 13 in requests:
            raise KeyError("a bug of ours")
        return [Conflict(request) if request % 2 else request * 10 for request in requests]


@pytest.fixture
def medium() -> Medium:
    return Medium()


@pytest.fixture
async def commits(medium: Medium) -> AsyncIterator[GroupCommit[int, int]]:
    commits = GroupCommit[int, int](medium.commit)
    yield commits
    medium.let.set()
    await commits.close()


async def together(commits: GroupCommit[int, int], medium: Medium, numbers: Sequence[int]) -> list[object]:
    """What comes of numbers that all wait while the medium is busy with a first one."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(commits.submit(2))
        await asyncio.to_thread(medium.taken.wait)
        asking = asyncio.gather(*(commits.submit(number) for number in numbers), return_exceptions=True)
        await asyncio.sleep(0)
        medium.let.set()
        return list(await asking)


async def test_all_that_wait_go_down_in_one_batch(commits: GroupCommit[int, int], medium: Medium):
    assert await together(commits, medium, range(4, 24, 2)) == list(range(40, 240, 20))

    assert medium.batches == [[2], list(range(4, 24, 2))]


async def test_each_is_given_its_own_error(commits: GroupCommit[int, int], medium: Medium):
    outcomes = await together(commits, medium, [4, 5, 6, 7])

    assert [type(outcome) for outcome in outcomes] == [int, Conflict, int, Conflict]


async def test_an_outage_befalls_the_batch_and_not_the_next(commits: GroupCommit[int, int], medium: Medium):
    outcomes = await together(commits, medium, [4, 0, 6])

    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable] * 3
    assert await commits.submit(8) == 80


async def test_a_bug_is_logged_and_answered_as_an_outage(
    commits: GroupCommit[int, int], medium: Medium, caplog: pytest.LogCaptureFixture
):
    outcomes = await together(commits, medium, [4, 13])

    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable] * 2
    assert "a bug of ours" in caplog.text
    assert await commits.submit(8) == 80


async def test_a_full_queue_refuses_at_once(
    commits: GroupCommit[int, int], medium: Medium, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(group_commit, "MOST_WAITING", 3)

    outcomes = await together(commits, medium, [4, 6, 8, 10])

    assert outcomes[:3] == [40, 60, 80]
    assert isinstance(outcomes[3], StoreUnavailable)


async def test_closing_serves_what_waits_and_nothing_more(medium: Medium):
    commits = GroupCommit[int, int](medium.commit)
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(commits.submit(4))
        await asyncio.sleep(0)
        tasks.create_task(commits.close())
        await asyncio.sleep(0)
        with pytest.raises(StoreUnavailable):
            await commits.submit(6)
        medium.let.set()

    assert waiting.result() == 40


async def test_another_event_loop_is_served_too(commits: GroupCommit[int, int], medium: Medium):
    medium.let.set()

    assert await asyncio.to_thread(lambda: asyncio.run(commits.submit(4))) == 40
    assert await commits.submit(6) == 60
