"""A restart or a takeover goes on from the map that is out; events where nothing happens are let go."""

import asyncio
import struct
import threading
import time
from dataclasses import replace

import pytest

from plenary.analyst import IDLE_MS
from plenary.deliberation.opinion import SURENESS_BYTES, sureness_of
from plenary.deliberation.vocabulary import EventCode
from plenary.mapping.event_analysis import EventAnalysis
from tests.analyst.assembly import GOVERNANCE, Assembly, spots, with_moved, without_time


@pytest.fixture
async def assembly() -> Assembly:
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, *"abcdef")
    for i in range(24):
        await assembly.vote(
            f"person-{i}", **dict(zip("abcdef", ("++-+-0" if i % 2 else "--+-+0"), strict=True))
        )
        if i % 6 == 5:
            await assembly.turn()
    return assembly


async def test_an_analyst_that_takes_over_posts_what_the_first_would_have(assembly):
    other = Assembly(assembly.code, assembly.store)
    await other.bulletin.post(assembly.code, await assembly.latest())
    other.clock.now_ms = assembly.clock.now_ms
    for step in range(4):
        await assembly.vote(f"late-{step}", a="+", b="+", c="-")
        await assembly.turn()
        await other.turn()

        # Not only as good a map: the same, as a difference to the same frame.
        mine, theirs = await assembly.latest(), await other.latest()
        assert without_time([mine]) == without_time([theirs])
        assert (mine.since, mine.moved, mine.routing.model) == (
            theirs.since,
            theirs.moved,
            theirs.routing.model,
        )


async def test_after_a_restart_the_first_map_is_a_difference_to_the_last_one(assembly):
    before = await assembly.latest()
    assembly.analyst = assembly.new_analyst()
    await assembly.vote("late", a="+", b="+", c="-")

    await assembly.turn()

    after = await assembly.latest()
    assert after.since == before.map.frame
    assert after.moved is not None
    assert with_moved(before.map.dots, after.moved) == spots(after.map.dots)
    assert [group.label for group in after.map.groups] == [group.label for group in before.map.groups]


async def test_a_restart_without_the_last_map_would_jump(assembly):
    # What continuity is for: of the same votes, an analyst without memory draws this map elsewhere.
    before = await assembly.latest()
    await assembly.vote("late", a="+", b="+", c="-")
    await assembly.turn()
    fresh = Assembly(assembly.code, assembly.store)
    await fresh.turn()

    gone_on, anew = spots((await assembly.latest()).map.dots), spots((await fresh.latest()).map.dots)
    held = len(spots(before.map.dots))
    assert farthest(spots(before.map.dots), gone_on[:held]) < farthest(spots(before.map.dots), anew[:held])


def farthest(one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]) -> int:
    return max(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in zip(one, other, strict=True))


async def test_a_posting_of_another_version_costs_the_continuity_only(assembly, caplog):
    latest = await assembly.latest()
    await assembly.bulletin.post(assembly.code, replace(latest, carried=b"\x93from a later version"))
    assembly.analyst = assembly.new_analyst()
    await assembly.vote("late", a="+", b="+", c="-")

    await assembly.turn()

    assert (await assembly.latest()).map.frame > latest.map.frame
    assert any("begins anew" in one.message for one in caplog.records)


async def test_an_event_where_nothing_happens_is_let_go_and_comes_back_as_it_was(assembly):
    analyst = assembly.analyst
    before = await assembly.latest()
    assembly.clock.now_ms += IDLE_MS
    await assembly.turn()
    assert analyst._events == {}
    assert await assembly.latest() == before

    await assembly.vote("late", a="+", b="+", c="-")
    await assembly.turn()

    after = await assembly.latest()
    assert after.since == before.map.frame
    assert list(analyst._events) == [assembly.code]


async def test_old_events_are_read_once_and_not_kept(assembly):
    for n in range(5):
        other = Assembly(EventCode(f"OLD{n}"), assembly.store)
        await other.begin(GOVERNANCE)
        await other.show(GOVERNANCE, "a", "b")
        await other.vote("person", a="+", b="-")
    assembly.clock.now_ms += 2 * IDLE_MS
    await assembly.vote("late", a="+")

    await assembly.turn()

    assert [len(await assembly.bulletin.latest(EventCode(f"OLD{n}"))) for n in range(5)] == [1] * 5
    assert list(assembly.analyst._events) == [assembly.code]


async def test_a_slow_update_stretches_the_interval_and_never_queues(assembly, monkeypatch):
    draw = EventAnalysis.draw
    under_way, most, drawn = 0, 0, 0

    def slow(self, prompt, at_ms):
        nonlocal under_way, most, drawn
        under_way += 1
        most = max(most, under_way)
        try:
            time.sleep(0.08)
            return draw(self, prompt, at_ms)
        finally:
            under_way -= 1
            drawn += 1

    monkeypatch.setattr(EventAnalysis, "draw", slow)
    assembly.analyst._interval_s = 0.01
    cast = 0
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(assembly.analyst.run())
        while drawn < 4:
            await assembly.vote(f"late-{cast}", a="+")
            cast += 1
            await asyncio.sleep(0.005)
        running.cancel()

    assert most == 1
    # Votes that came while one update ran are all in the next: there are far fewer updates than votes.
    assert cast > 3 * drawn


async def test_a_vote_that_comes_while_a_map_is_drawn_is_in_the_next_one(assembly, monkeypatch):
    draw = EventAnalysis.draw
    drawing, may_go_on = threading.Event(), threading.Event()

    def held(self, prompt, at_ms):
        drawing.set()
        assert may_go_on.wait(30)
        return draw(self, prompt, at_ms)

    monkeypatch.setattr(EventAnalysis, "draw", held)
    await assembly.vote("early", a="+")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(assembly.turn())
        await asyncio.to_thread(drawing.wait, 30)
        await assembly.vote("late", a="+")
        may_go_on.set()

    assert "early" in (await assembly.latest()).dot_of
    assert "late" not in (await assembly.latest()).dot_of
    await assembly.turn()
    assert "late" in (await assembly.latest()).dot_of


async def test_everybodys_sureness_is_posted_beside_their_dot(assembly):
    posting = await assembly.latest()

    assert len(posting.sureness) == SURENESS_BYTES * len(posting.dot_of)
    for dot in posting.dot_of.values():
        sure = sureness_of(dot, posting.sureness)
        assert sure is not None
        assert sure.reach >= sure.breadth >= 0
        assert 0 <= sure.chance <= 1
    assert sureness_of(len(posting.dot_of), posting.sureness) is None


def test_a_sureness_comes_back_from_its_eight_bytes():
    packed = struct.pack("<2H4B", 900, 400, 51, 255, 204, 3)
    sure = sureness_of(0, packed)
    assert sure is not None
    assert sure.packed() == packed
    assert (sure.reach, sure.breadth, sure.likely, round(sure.chance, 2), sure.votes_to_tell) == (
        900,
        400,
        255,
        0.8,
        3,
    )
