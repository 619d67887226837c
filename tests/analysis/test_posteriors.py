"""How sure the statement results are."""

import numpy as np
import pytest

from plenary_analysis.posteriors import consensus_chance, divisiveness_interval, majority_chance
from plenary_analysis.tallies import Tallies


def chance(yes, votes):
    return float(majority_chance(np.array([yes]), np.array([votes]))[0])


@pytest.mark.parametrize(
    ("yes", "votes", "expected"),
    [(0, 0, 0.5), (1, 1, 0.75), (3, 3, 1 - 0.5**4), (0, 3, 0.5**4), (5, 10, 0.5), (30, 40, 0.99944)],
)
def test_the_chance_of_a_majority_is_the_betas_upper_half(yes, votes, expected):
    assert chance(yes, votes) == pytest.approx(expected, abs=2e-3)


def test_a_majority_is_as_sure_as_it_says():
    random = np.random.default_rng(1)
    share = random.random(20_000)
    votes = random.integers(0, 60, size=20_000)
    said = majority_chance(random.binomial(votes, share), votes)
    for low in (0.1, 0.4, 0.7):
        close = np.abs(said - low) < 0.05
        assert np.mean(share[close] > 0.5) == pytest.approx(low, abs=0.05)


def test_every_group_must_be_behind_a_consensus():
    against = Tallies(
        np.vstack([[[20, 20, 1]], [[20, 2, 0]]]),
        np.vstack([[[0, 0, 19]], [[0, 18, 20]]]),
        np.vstack([[[20, 20, 20]], [[20, 20, 20]]]),
    )
    found = consensus_chance(against, np.array([1.0, 1.0, -1.0]))
    assert found.tolist() == pytest.approx([1, 0, 1], abs=0.01)


def test_divisiveness_lies_in_its_interval_four_times_in_five():
    random = np.random.default_rng(3)
    share = random.random((3, 2000))
    seen = random.integers(20, 60, size=(3, 2000))
    agree = random.binomial(seen, share)
    weight = seen / seen.sum(axis=0)
    overall = (weight * share).sum(axis=0)
    true = (weight * np.square(share - overall)).sum(axis=0) / (overall * (1 - overall))
    low, high = divisiveness_interval(Tallies(agree, seen - agree, seen))
    assert np.mean((low <= true) & (true <= high)) == pytest.approx(0.8, abs=0.04)


def test_one_group_divides_nothing():
    low, high = divisiveness_interval(Tallies(*(np.array([[4, 9]]) for _ in range(3))))
    assert (low.tolist(), high.tolist()) == ([0, 0], [0, 0])
