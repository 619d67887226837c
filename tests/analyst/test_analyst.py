"""What the analyst promises to those who read the bulletin."""

import asyncio
import logging
from dataclasses import replace

import pytest

from plenary.analyst import Analyst
from plenary.deliberation.facts import (
    DecisionUndone,
    PromptDrafted,
    PromptOpened,
    StatementRejected,
    StatementSubmitted,
)
from plenary.deliberation.opinion import CENTRE, NO_GROUP, Posting
from plenary.deliberation.vocabulary import EventCode, PromptId, StatementId
from plenary.store.ports import Lease, StoreUnavailable
from tests.analyst.assembly import (
    DESK,
    ENGLISH,
    GOVERNANCE,
    PRIORITIES,
    Assembly,
    spots,
    which,
    with_moved,
    without_time,
)


@pytest.fixture
async def assembly() -> Assembly:
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, "a", "b", "c", "d")
    return assembly


async def test_two_camps_become_two_groups_with_everybody_in_one(assembly):
    await assembly.two_camps()

    await assembly.turn()

    posted = (await assembly.latest()).map
    assert [(group.label, group.size) for group in posted.groups] == [("A", 6), ("B", 6)]
    assert sorted(posted.dots.groups) == [0] * 6 + [1] * 6
    assert posted.votes == 48
    assert "a" in posted.fault_lines


async def test_an_opened_prompt_without_votes_has_an_empty_map(assembly):
    await assembly.turn()

    posted = (await assembly.latest()).map
    assert (posted.dots.places, posted.votes, posted.groups) == (b"", 0, ())
    assert [result.statement for result in posted.results] == ["a", "b", "c", "d"]


async def test_a_draft_has_no_map_until_it_is_opened(assembly):
    await assembly.programme(PromptDrafted(PRIORITIES, "What first?", DESK))
    await assembly.turn()
    before = await assembly.frames()

    await assembly.programme(PromptOpened(PRIORITIES, DESK))
    await assembly.turn()

    assert PRIORITIES not in before
    assert PRIORITIES in await assembly.frames()


async def test_nothing_is_posted_when_nothing_changed(assembly):
    await assembly.two_camps()
    await assembly.turn()
    first = await assembly.latest()

    await assembly.turn()

    assert await assembly.latest() is first


async def test_a_waiting_statement_changes_no_map(assembly):
    await assembly.turn()
    first = await assembly.latest()

    await assembly.programme(StatementSubmitted(StatementId("e"), GOVERNANCE, "Wait.", ENGLISH, None))
    await assembly.turn()

    assert await assembly.latest() is first


async def test_a_vote_under_one_prompt_leaves_the_others_map_alone(assembly):
    await assembly.programme(PromptDrafted(PRIORITIES, "What first?", DESK), PromptOpened(PRIORITIES, DESK))
    await assembly.show(PRIORITIES, "x", "y")
    await assembly.two_camps()
    await assembly.turn()
    before = await assembly.frames()

    await assembly.vote("ada", x="+", y="-")
    await assembly.turn()

    after = await assembly.frames()
    assert after[GOVERNANCE] == before[GOVERNANCE]
    assert after[PRIORITIES] > before[PRIORITIES]
    assert (await assembly.latest(PRIORITIES)).dot_of == {"ada": 0}
    assert len((await assembly.latest(GOVERNANCE)).dot_of) == 12


async def test_the_frame_is_the_length_of_what_the_map_rests_on(assembly):
    await assembly.vote("ada", a="+", b="-")
    await assembly.turn()
    first = await assembly.frames()

    await assembly.vote("bo", a="-")
    await assembly.turn()

    # EventCreated, two facts for the prompt, two for each of four statements; then ballots.
    assert (first, await assembly.frames()) == ({GOVERNANCE: 11 + 2}, {GOVERNANCE: 11 + 3})


async def test_what_moved_turns_the_last_map_into_the_next_one(assembly):
    await assembly.two_camps()
    await assembly.turn()
    before = await assembly.latest()
    await assembly.two_camps(people=20)
    await assembly.vote("person-3", a="-", b="-", c="+", d="-")
    await assembly.turn()
    after = await assembly.latest()

    assert after.since == before.map.frame
    assert after.moved is not None
    assert with_moved(before.map.dots, after.moved) == spots(after.map.dots)
    assert len(which(after.moved)) >= 8


async def test_a_dot_that_hardly_moved_is_not_sent(assembly):
    await assembly.two_camps(people=40)
    await assembly.turn()

    await assembly.vote("person-1", a="+")
    await assembly.turn()

    posted = await assembly.latest()
    assert posted.moved is not None
    assert which(posted.moved) == []


async def test_a_dot_keeps_its_number_as_people_arrive_and_statements_go(assembly):
    await assembly.vote("zoe", a="+")
    await assembly.vote("ada", b="-")
    await assembly.turn()
    await assembly.two_camps()
    await assembly.programme(StatementRejected(StatementId("a"), "off topic", DESK))
    await assembly.turn()

    dot_of = (await assembly.latest()).dot_of
    assert (dot_of["zoe"], dot_of["ada"], dot_of["person-0"]) == (0, 1, 2)
    assert sorted(dot_of.values()) == list(range(14))


async def test_whoever_has_no_place_stands_in_the_middle_without_a_group(assembly):
    await assembly.two_camps()
    await assembly.show(GOVERNANCE, "e")
    await assembly.vote("ada", e="+")
    await assembly.programme(StatementRejected(StatementId("e"), "", DESK))
    await assembly.turn()

    posted = await assembly.latest()
    assert spots(posted.map.dots)[posted.dot_of["ada"]] == (CENTRE, CENTRE, NO_GROUP)


async def test_a_rejected_statement_vanishes_and_comes_back_when_the_decision_is_undone(assembly):
    await assembly.two_camps()
    await assembly.turn()
    first = (await assembly.latest()).map
    await assembly.programme(StatementRejected(StatementId("b"), "twice", DESK))
    await assembly.turn()
    without = (await assembly.latest()).map
    await assembly.programme(DecisionUndone(StatementId("b"), 2, DESK))
    await assembly.turn()
    again = (await assembly.latest()).map

    assert [result.statement for result in without.results] == ["a", "c", "d"]
    assert without.votes == 36
    listed = {
        *without.common_ground,
        *without.fault_lines,
        *without.discuss,
        *sum(without.representative, ()),
    }
    assert "b" not in listed
    assert replace(again, frame=0, at_ms=0, dots=first.dots, groups=first.groups) == replace(
        first, frame=0, at_ms=0
    )
    assert [(group.label, group.size) for group in again.groups] == [("A", 6), ("B", 6)]
    # The model is the same but for where its rounds stopped: a few of the map's 65,536 steps.
    for now, then in zip(again.groups, first.groups, strict=True):
        assert (now.x, now.y) == pytest.approx((then.x, then.y), abs=20)


async def test_an_old_operation_arriving_late_does_not_count(assembly):
    old = assembly.cast("ada", "a", "-")
    await assembly.vote("ada", a="+")
    await assembly.ballots(old, old)
    await assembly.turn()

    tally = (await assembly.latest()).map.results[0].tally
    assert (tally.agree, tally.disagree, tally.passed) == (1, 0, 0)


async def test_an_analyst_that_starts_later_comes_to_the_same_numbers(assembly):
    await assembly.two_camps()
    await assembly.turn()
    await assembly.two_camps(people=16)
    await assembly.programme(StatementRejected(StatementId("d"), "", DESK))
    other = Assembly(store=assembly.store)

    await other.turn()
    cold = await other.latest()
    third = Assembly(store=assembly.store)
    await third.turn()
    await assembly.turn()
    live = await assembly.latest()

    assert without_time([await third.latest()]) == without_time([cold])
    assert (live.map.frame, live.map.votes, live.map.results) == (
        cold.map.frame,
        cold.map.votes,
        cold.map.results,
    )
    assert live.dot_of == cold.dot_of
    assert cold.since is None


async def test_a_second_analyst_posts_nothing_that_is_out_already(assembly):
    await assembly.two_camps()
    await assembly.turn()
    first = await assembly.latest()

    await assembly.new_analyst().turn()

    assert await assembly.latest() is first


async def test_a_long_log_is_read_to_its_end_in_one_turn(assembly, monkeypatch):
    monkeypatch.setattr("plenary.analyst.PAGE", 7)
    await assembly.two_camps(people=20)

    await assembly.turn()

    assert (await assembly.latest()).map.votes == 80


class BrokenFor:
    """The store of an assembly, whose ballots cannot be read for one event."""

    def __init__(self, assembly: Assembly, code: EventCode) -> None:
        self._store = assembly.store
        self.broken: EventCode | None = code
        self.tries = 0

    async def since(self, code, after, limit=10_000):
        if code == self.broken:
            self.tries += 1
            raise StoreUnavailable
        return await self._store.since(code, after, limit)

    async def of_participant(self, code, participant):
        return await self._store.of_participant(code, participant)

    async def counts(self, code):
        return await self._store.counts(code)


async def test_one_event_that_fails_is_logged_and_stops_no_other(assembly, caplog):
    await assembly.two_camps()
    other = Assembly(EventCode("OTHER"), assembly.store)
    await other.begin(GOVERNANCE)
    ballots = BrokenFor(assembly, assembly.code)
    analyst = Analyst(assembly.store, ballots, assembly.bulletin, assembly.clock)

    with caplog.at_level(logging.ERROR):
        await analyst.turn()

    assert await assembly.bulletin.latest(assembly.code) == {}
    assert list(await assembly.bulletin.latest(other.code)) == [GOVERNANCE]
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is StoreUnavailable


async def test_a_failed_event_is_tried_again_at_its_next_change_or_after_a_minute(assembly):
    ballots = BrokenFor(assembly, assembly.code)
    analyst = Analyst(assembly.store, ballots, assembly.bulletin, assembly.clock)
    tries = []
    for step in ("", "", "vote", "minute"):
        if step == "vote":
            await assembly.vote("ada", a="+")
        if step == "minute":
            assembly.clock.now_ms += 60_000
            ballots.broken = None
        await analyst.turn()
        tries.append(ballots.tries)

    assert tries == [1, 1, 2, 2]
    assert (await assembly.latest()).map.votes == 1


class FailsOnce:
    """A bulletin whose first posting is lost on the way."""

    def __init__(self, assembly: Assembly) -> None:
        self._bulletin = assembly.bulletin
        self._fails = True

    async def post(self, code: EventCode, posting: Posting, lease: Lease | None = None) -> None:
        if self._fails:
            self._fails = False
            raise ConnectionError
        await self._bulletin.post(code, posting)

    async def latest(self, code: EventCode) -> dict[PromptId, Posting]:
        return await self._bulletin.latest(code)

    async def forget(self, code: EventCode) -> None:
        await self._bulletin.forget(code)

    def follow(self):
        return self._bulletin.follow()


async def test_a_posting_that_was_lost_is_no_frame_to_build_on(assembly):
    analyst = Analyst(assembly.store, assembly.store, FailsOnce(assembly), assembly.clock)
    await assembly.vote("ada", a="+")
    await analyst.turn()
    await assembly.vote("bo", a="-")

    await analyst.turn()

    posted = await assembly.latest()
    assert (posted.since, posted.moved, posted.map.votes) == (None, None, 2)


async def test_running_takes_turns_until_it_is_cancelled(assembly):
    analyst = Analyst(assembly.store, assembly.store, assembly.bulletin, assembly.clock, interval_s=0.01)
    following = assembly.bulletin.follow()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(analyst.run())
        _, first = await anext(following)
        await assembly.vote("ada", a="+")
        _, second = await anext(following)
        running.cancel()

    assert (first.map.votes, second.map.votes, second.since) == (0, 1, first.map.frame)
