"""Every store, driven at random, against lists."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plenary.deliberation.ballot_facts import BallotFact, VoteCast
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.vocabulary import Choice
from plenary.store.ports import Conflict, Heads, Position
from tests.hall import (
    ADA,
    BO,
    CY,
    FORUM,
    NOON_MS,
    PARK,
    PARLEY,
    PREPARED,
    TRAM,
    closed,
    joined,
    opened,
    voted,
)
from tests.store.stores import PLACES, Place, Store, ballot_facts, begun, programme_facts

PEOPLE = (ADA, BO, CY)

# Behind Sentinels and in a cluster it is the same code on the same server: the contract is enough there.
places = [place for place in PLACES if place.name not in ("sentinel", "cluster")]

codes = st.sampled_from([FORUM, PARLEY])
votes = st.builds(
    voted,
    st.sampled_from(PEOPLE),
    st.sampled_from([TRAM, PARK]),
    st.sampled_from(Choice),
    counter=st.integers(1),
)
joinings = st.builds(joined, st.sampled_from(PEOPLE), counter=st.integers(1))
programme_appends = st.tuples(
    st.just("programme"), codes, st.lists(st.sampled_from([opened(), closed()]), max_size=3)
)
ballot_appends = st.tuples(st.just("ballots"), codes, st.lists(st.one_of(votes, joinings), max_size=5))
stale_appends = st.tuples(st.just("stale"), codes, st.lists(votes, min_size=1, max_size=2))
reopenings = st.tuples(st.just("reopen"), codes, st.lists(votes, max_size=0))


@dataclass
class Lists:
    """What one event must hold."""

    position: Position
    programme: list[ProgrammeFact] = field(default_factory=lambda: list(PREPARED[1:]))
    ballots: list[BallotFact] = field(default_factory=list)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(programme_appends, ballot_appends, stale_appends, reopenings), max_size=12))
def test_a_store_holds_what_lists_would_hold(place: Place, steps: list[tuple[str, str, list[object]]]):
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(drive(place, Path(folder), steps))


async def drive(place: Place, folder: Path, steps) -> None:
    async with AsyncExitStack() as open_stores:
        store = await open_stores.enter_async_context(place.opened(folder))
        model = {code: Lists(await begun(store, code)) for code in (FORUM, PARLEY)}
        for kind, code, facts in steps:
            lists = model[code]
            match kind:
                case "programme":
                    lists.programme += facts
                    lists.position = await store.append(code, facts, lists.position, NOON_MS)
                case "ballots":
                    lists.ballots += facts
                    number = await store.append_ballots(code, facts, lists.position, NOON_MS)
                    assert number == len(lists.ballots)
                case "stale":
                    older = Position(lists.position.epoch, lists.position.number - 1)
                    with pytest.raises(Conflict):
                        await store.append_ballots(code, facts, older, NOON_MS)
                case "reopen" if place.lasts:
                    await store.close()
                    store = await open_stores.enter_async_context(place.opened(folder))
        assert await store.heads() == [
            Heads(code, lists.position, len(lists.ballots)) for code, lists in sorted(model.items())
        ]
        for code, lists in model.items():
            await hold_against(store, code, lists)


async def hold_against(store: Store, code, lists: Lists) -> None:
    head, records = await store.programme(code)
    assert head == lists.position
    assert programme_facts(records)[1:] == lists.programme
    assert [record.number for record in records] == list(range(1, head.number + 1))
    assert ballot_facts(await store.since(code, 0)) == lists.ballots
    for person in PEOPLE:
        said = [fact for fact in lists.ballots if fact.participant == person]
        assert ballot_facts(await store.of_participant(code, person)) == said
    cast = [fact for fact in lists.ballots if isinstance(fact, VoteCast)]
    came = {fact.participant for fact in lists.ballots if not isinstance(fact, VoteCast)}
    assert await store.counts(code) == (len(came), len(cast))
