"""Whether two divisions of the same people have to do with one another, on people who were drawn so."""

import random
from collections import Counter

import pytest

from plenary_analysis import Overlap, overlap

DRAWS = 300


def drawn(people: int, alike: float, chance: random.Random) -> list[list[int]]:
    """People of three groups; that share of them is in the same place of the other division, the rest anywhere."""
    table = [[0] * 3 for _ in range(3)]
    for _ in range(people):
        here = chance.randrange(3)
        table[here][here if chance.random() < alike else chance.randrange(3)] += 1
    return table


@pytest.mark.parametrize(
    ("people", "alike", "said", "at_least"),
    [
        (30, 0.0, Overlap.UNCLEAR, 0.90),
        (108, 0.0, Overlap.ACROSS, 0.90),
        (108, 0.3, Overlap.PARTLY, 0.85),
        (108, 0.75, Overlap.SAME, 0.95),
    ],
)
def test_most_draws_are_said_to_be_what_they_were_drawn_as(people, alike, said, at_least):
    chance = random.Random(3)
    found = Counter(overlap(drawn(people, alike, chance)) for _ in range(DRAWS))

    assert found[said] >= at_least * DRAWS, found


@pytest.mark.parametrize("table", [[[5, 0], [9, 0]], [[40, 30]], [[0, 0], [0, 0]], [[3, 0], [0, 0]]])
def test_people_who_are_not_divided_say_nothing(table):
    assert overlap(table) is Overlap.UNCLEAR


def test_an_empty_group_changes_nothing():
    assert overlap([[40, 5, 0], [6, 30, 0], [0, 0, 0]]) is overlap([[40, 5], [6, 30]]) is Overlap.SAME
