"""How much one person's votes weigh: nobody who answers very much decides alone what the groups are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary_analysis import Engine, Vote, influence
from plenary_analysis.influence import bounded, is_typical
from plenary_analysis.table import table_of
from tests.analysis.crowd import adjusted_rand, planted

STATEMENTS = 85
HALL = planted(3, (60, 50), STATEMENTS, 0.14)


def tossed(people: int, seed: int) -> list[Vote]:
    """People who toss a coin for every statement."""
    random = np.random.default_rng(seed)
    return [
        Vote(f"coin-{i:02}", f"statement-{j:03}", int(random.choice((-1, 1))))
        for i in range(people)
        for j in range(STATEMENTS)
    ]


def kept(more: list[Vote]) -> float:
    """Adjusted Rand index of the hall's groups with and without these votes."""
    labels = []
    for votes in (HALL.votes, HALL.votes + more):
        engine = Engine()
        engine.add(votes)
        shown = engine.opinion_map(0)
        labels.append(dict(zip(shown.participants, shown.labels.tolist(), strict=True)))
    alone, beside = labels
    return adjusted_rand(*([one[who] + 1 for who in alone] for one in (alone, beside)))


@pytest.mark.parametrize("seed", range(3))
def test_a_tenth_who_answer_everything_by_chance_do_not_hide_the_groups(seed: int):
    assert kept(tossed(11, seed)) >= 0.9


def test_they_would_if_their_votes_weighed_in_full(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(influence, "AT_LEAST", STATEMENTS)
    assert min(kept(tossed(11, seed)) for seed in range(3)) < 0.9


def test_all_votes_are_counted_whoever_cast_them():
    votes = HALL.votes + tossed(11, 0)
    engine = Engine()
    engine.add(votes)
    for one in engine.opinion_map(0).statements:
        said = [vote.value for vote in votes if vote.statement == one.id]
        assert (one.agree, one.disagree) == (said.count(1), said.count(-1))


def test_every_vote_moves_who_cast_it_and_makes_their_place_surer():
    long = tossed(1, 0)
    places = []
    for count in (60, STATEMENTS):
        engine = Engine()
        engine.add(HALL.votes + long[:count])
        shown = engine.opinion_map(0)
        row = shown.participants.index("coin-00")
        places.append((shown.positions[row].tolist(), float(shown.uncertainty[row])))
    (then, before), (now, after) = places
    assert then != now
    assert after < before


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_nobody_weighs_more_than_thrice_what_half_of_the_people_do_and_half_weigh_in_full(counts: list[int]):
    seen = np.array([[1] * count + [0] * (60 - count) for count in counts], dtype=np.int8)
    table = bounded(table_of(seen, seen))
    weight = np.ones(len(counts)) if table.weight is None else table.weight
    assert (weight * counts).max() <= max(20, 3 * np.median(counts)) * (1 + 1e-6)
    assert (weight[np.array(counts) <= 20] == 1).all()
    assert 2 * int(is_typical(table).sum()) >= len(counts)
