"""How probably somebody is on each side of a cut: as often as it is said, and by hand where that is possible."""

import numpy as np
import pytest

from plenary_analysis.cut import memberships_across
from plenary_analysis.kmeans import nearest

TWO_MIDDLES = np.array([[-1.0, 0.0], [1.0, 0.0]])
THREE_MIDDLES = np.array([[-1.0, 0.0], [1.0, 0.0], [0.0, 1.5]])


def _belongs(positions, covariance, middles):
    """Of people at `positions`; one person more stands on each middle and makes it one."""
    n, k = len(positions), len(middles)
    at = np.concatenate([middles, positions])
    spread = np.concatenate([np.zeros((k, 2, 2)), covariance])
    labels = np.concatenate([np.arange(k), np.full(n, -1)])
    return memberships_across(at, spread, labels, k)[k:]


def test_between_two_sides_it_is_the_share_of_a_normal_on_either_side_of_the_line():
    places = np.array([[0.0, 5.0], [0.5, 0.0], [-0.5, 9.0], [2.0, 0.0]])
    found = _belongs(places, np.repeat([np.diag([0.25, 4.0])], 4, axis=0), TWO_MIDDLES)
    np.testing.assert_allclose(found[:, 1], [0.5, 0.841345, 0.158655, 0.999968], atol=1e-6)
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_who_is_placed_exactly_is_on_one_side():
    found = _belongs(np.array([[0.01, 3.0], [-0.01, 3.0]]), np.zeros((2, 2, 2)), TWO_MIDDLES)
    assert found.tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize("middles", [TWO_MIDDLES, THREE_MIDDLES], ids=["two", "three"])
def test_it_is_right_as_often_as_it_says(middles):
    random = np.random.default_rng(1)
    places = random.normal(size=(400, 2))
    root = random.normal(size=(400, 2, 2)) * 0.5
    covariance = root @ np.swapaxes(root, 1, 2)
    said = _belongs(places, covariance, middles)
    drawn = places[:, None] + np.einsum("nab,ndb->nda", root, random.normal(size=(400, 2000, 2)))
    side = nearest(drawn.reshape(-1, 2), middles).reshape(400, 2000)
    happened = np.stack([(side == g).mean(axis=1) for g in range(len(middles))], axis=1)
    assert np.abs(said - happened).mean() <= (0.01 if len(middles) == 2 else 0.04)
