"""A map that says what the log does not say, comes in two forms or goes back is found."""

from dataclasses import replace

import pytest

from plenary.deliberation.opinion import Dots, OpinionMap, Posting, StatementResult, Tally
from plenary.deliberation.vocabulary import Choice
from plenary.store.memory_store import MemoryStore
from plenary.store.ports import BallotRecord
from tests.chaos.watching import contradictions, miscounts
from tests.hall import ADA, BO, CITY, FORUM, NOON_MS, TRAM, voted
from tests.store.stores import begun


@pytest.fixture
async def ballots() -> list[BallotRecord]:
    """Ada agrees and Bo too, who then disagrees."""
    store = MemoryStore()
    position = await begun(store)
    votes = [
        voted(ADA, TRAM, Choice.AGREE, counter=1),
        voted(BO, TRAM, Choice.AGREE, counter=1),
        voted(BO, TRAM, Choice.DISAGREE, counter=2),
    ]
    await store.append_ballots(FORUM, votes, position, NOON_MS)
    return await store.since(FORUM, 0)


def posted(tally: Tally, ballots: int, frame: int = 1) -> Posting:
    result = StatementResult(TRAM, tally, 0.0, "agree", 0.0, ())
    shown = OpinionMap(CITY, frame, 0, NOON_MS, Dots(b"", b""), (), (result,), (), (), (), (), ())
    return Posting(shown, None, None, {}, epoch="first", ballots=ballots)


async def test_a_true_map_of_any_place_in_the_log_is_right(ballots: list[BallotRecord]):
    maps = [posted(Tally(1, 1, 0), 3), posted(Tally(2, 0, 0), 2), posted(Tally(1, 0, 0), 1)]

    assert miscounts(maps, ballots) == []


async def test_a_vote_too_many_or_of_the_future_is_found(ballots: list[BallotRecord]):
    assert len(miscounts([posted(Tally(2, 1, 0), 3)], ballots)) == 1
    assert len(miscounts([posted(Tally(1, 1, 0), 4)], ballots)) == 1


def test_two_forms_of_one_map_are_found():
    one = posted(Tally(1, 0, 0), 1)
    later = replace(one, map=replace(one.map, at_ms=NOON_MS + 1))

    assert contradictions([one, later]) == []
    assert len(contradictions([one, posted(Tally(0, 1, 0), 1)])) == 1


def test_a_map_that_goes_back_is_found():
    assert len(contradictions([posted(Tally(1, 0, 0), 1, frame=2), posted(Tally(1, 0, 0), 1, frame=1)])) == 1
