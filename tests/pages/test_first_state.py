"""What a participant's page brings along."""

from collections import Counter

import pytest
from msgspec.structs import replace

from plenary.deliberation.facts import Fact, StatementShown
from plenary.deliberation.vocabulary import Role, StatementId
from plenary.hub.telling import whole
from plenary.pages.first_state import HANDS, STATEMENTS_LIMIT_BYTES, first_state
from plenary.store.ports import Position
from plenary.wire.from_server import Snapshot
from tests.hall import CITY, DESK, SCHOOL, closed, deliberation, drafted, opened, submitted


def crowded(count: int, text: str = "Trams should run all night, and be free for the young.") -> Snapshot:
    facts: list[Fact] = [drafted(SCHOOL), opened(SCHOOL)]
    facts += [submitted(StatementId(f"old-{n}"), prompt=SCHOOL, text=f"{text} {n}") for n in range(5)]
    facts += [closed(SCHOOL)]
    names = [StatementId(f"s{number}") for number in range(count)]
    facts += [submitted(name, text=f"{text} {name}") for name in names]
    shown = [StatementShown(name, DESK) for name in [*names, *(StatementId(f"old-{n}") for n in range(5))]]
    return whole(deliberation(*facts, *shown), Position("e", 9), Role.PARTICIPANT)


def test_few_statements_all_come_along():
    few = crowded(1)

    assert first_state(few, 0) == (few, False)


def test_of_many_come_some_that_can_be_voted_on():
    many = crowded(200)

    state, is_partial = first_state(many, 3)

    assert is_partial
    assert {one.prompt for one in state.statements} == {CITY}
    assert 4 < len(state.statements) < 20
    assert replace(state, statements=()) == replace(many, statements=())


def test_over_the_hands_most_statements_come_first_for_somebody():
    many = crowded(40)

    dealt = Counter(one.id for hand in range(HANDS) for one in first_state(many, hand)[0].statements)

    assert len(dealt) == 40
    assert max(dealt.values()) - min(dealt.values()) <= 2


@pytest.mark.parametrize("hand", range(HANDS))
def test_a_statement_too_long_for_the_page_comes_all_the_same(hand: int):
    long = crowded(3, text="x" * STATEMENTS_LIMIT_BYTES)

    state, is_partial = first_state(long, hand)

    assert (len(state.statements), is_partial) == (1, True)
